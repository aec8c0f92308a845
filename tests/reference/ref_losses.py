"""The losses from their definitions, with 60 digits, and slopes by differences."""

from __future__ import annotations

from decimal import Decimal, getcontext

getcontext().prec = 60


def softmax(logits):
    powers = [Decimal(z).exp() for z in logits]
    return [power / sum(powers) for power in powers]


def cross_entropy(logits, target):
    return -softmax(logits)[target].ln()


def theta(x):
    return Decimal(1) if x > 0 else Decimal("0.5") if x == 0 else Decimal(0)


def hard_margin(logits, target, margin):
    p = softmax(logits)[target]
    return (1 - theta(p - Decimal(margin))) * -p.ln()


def hard_margin_of_two(y_true, y_pred, margin):
    """The article's form: L = -sum over y of lambda y_true ln y_pred."""
    y_true, y_pred, m = Decimal(str(y_true)), Decimal(str(y_pred)), Decimal(str(margin))
    share = 1 - theta(y_true - m) * theta(y_pred - m) - theta(1 - m - y_true) * theta(1 - m - y_pred)
    return -share * (y_true * y_pred.ln() if y_true else (1 - y_pred).ln())


def softened(logits, target, steepness):
    share = softmax([-Decimal(steepness) * Decimal(z) for z in logits])[target]
    return share * cross_entropy(logits, target)


def softened_of_two(x, y, steepness):
    """The article's form for two classes, x the logit of class 1."""
    x = Decimal(x) if y else -Decimal(x)
    return -sigmoid(-Decimal(steepness) * x) * sigmoid(x).ln()


def sigmoid(x):
    return 1 / (1 + (-x).exp())


def softened_odds(logits, target, steepness):
    p = softmax(logits)[target]
    odds = (p / (1 - p)).ln()
    return -sigmoid(-Decimal(steepness) * odds) * p.ln()


def focal(logits, target, alpha, gamma):
    p = softmax(logits)[target]
    return -Decimal(alpha) * (1 - p) ** Decimal(gamma) * p.ln()


def slopes(loss, logits, target, step=Decimal("1e-15")):
    """The slope by each logit, by central differences."""
    found = []
    for j in range(len(logits)):
        up, down = ([Decimal(z) + sign * step * (k == j) for k, z in enumerate(logits)] for sign in (1, -1))
        found.append((loss(up, target) - loss(down, target)) / (2 * step))
    return found
