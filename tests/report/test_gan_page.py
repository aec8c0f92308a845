"""The page of a GAN: whole, offline, in both languages; curves and samples are the GAN's."""

from __future__ import annotations

import base64
import hashlib
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from reference.ref_png import decoded
from zici.errors import EmptyError, InputError, OptionError, OutputError
from zici.gan import WGANGP, GanOptions, GanRecord
from zici.report import plot_gan
from zici.report._gan_curves import MOST, Curves, _frame
from zici.report._gan_samples import SHOWN
from zici.report._gan_words import GAN
from zici.report._png import picture_grid
from zici.report.charts import Line, line_chart

NASTY = ["</li></main><script>window.bad=1</script>", "<img src=x onerror=alert(1)>", "&amp;\"'", ""]
STRINGS = ["山水", "大海", *NASTY]
POINTS = np.random.default_rng(0).normal(size=(40, 2))
IMAGES = np.random.default_rng(1).integers(0, 256, (20, 6, 5)).astype(np.uint8)


def record(step, seconds, **figures):
    """A record with numbers of its own."""
    told = {name: step / 10 + place for place, name in enumerate(GanRecord._fields)} | figures
    return GanRecord(**told | {"step": step, "seconds": seconds})


def made(kind, records=9):
    """A GAN with a history, which nobody has to train: a page asks no network where samples are given."""
    gan = WGANGP(kind, options=GanOptions(penalty_weight=0.5, length=4))
    gan.architecture = "mlp"
    gan.history = tuple(record(10 * k, 2.0 * k) for k in range(1, records + 1))
    return gan


def read(path, *arguments, **options):
    plot_gan(*arguments[:1], path, **options)
    return path.read_text(encoding="utf-8")


def charts(page):
    return [ET.fromstring(found) for found in re.findall(r"<svg.*?</svg>", page, re.DOTALL)]


@pytest.mark.parametrize(("kind", "samples"), [("strings", STRINGS), ("vectors", POINTS), ("images", IMAGES)])
def test_the_page_reaches_nothing_and_runs_its_own_script_alone(tmp_path, kind, samples):
    page = read(tmp_path / "page.html", made(kind), samples=samples, real=samples)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)[1]
    assert policy.startswith("default-src 'none'; ")
    for name in ("script", "style"):
        (content,) = re.findall(rf"<{name}>(.*?)</{name}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert not re.search(r"https?://|style=|<[^>]*\son\w+=", page.replace("http-equiv", ""))
    assert page.count('<main lang="en">') == page.count('<main lang="zh-Hans" hidden>') == 1
    assert len(charts(page)) == 2 * (6 if kind == "vectors" else 5)
    assert GAN["en"].keys() == GAN["zh"].keys()
    assert all(GAN[language][name] in page for language in GAN for name in ("distance", "critic", "slope"))
    assert page.encode() == (plot_gan(made(kind), tmp_path / "2.html", samples=samples, real=samples)
                             or (tmp_path / "2.html").read_bytes())  # fmt: skip


def test_strings_are_text_and_known_ones_are_marked(tmp_path):
    page = read(tmp_path / "page.html", made("strings"), samples=STRINGS, real=["大海", NASTY[0]], lang="en")
    assert "<script" not in page
    assert "<img" not in page
    listed = re.search(r'<ul class="strings">(.*?)</ul>', page, re.DOTALL)[1]
    items = re.findall(r"<li([^>]*)>(.*?)</li>\n", listed)
    assert [mark != "" for mark, _ in items] == [False, True, True, False, False, False]
    assert items[2][1] == "&lt;/li&gt;&lt;/main&gt;&lt;script&gt;window.bad=1&lt;/script&gt;"
    assert items[5][1] == "<i>empty</i>"
    assert "67%" in page  # four of six are new
    page = read(tmp_path / "page.html", made("strings"), samples=["山"] * 500, title="</title><script>1")
    assert page.count("<li>") == 2 * SHOWN["strings"]
    assert "<title>&lt;/title&gt;&lt;script&gt;1</title>" in page


def test_pictures_are_those_of_the_samples(tmp_path):
    page = read(tmp_path / "page.html", made("images"), samples=IMAGES, real=255 - IMAGES, lang="zh")
    shown = [
        decoded(base64.b64decode(found)) for found in re.findall(r"data:image/png;base64,([^\"]+)", page)
    ]
    assert len(shown) == 2
    for picture, images in zip(shown, (IMAGES, 255 - IMAGES), strict=True):
        assert picture[..., 0].tobytes() == picture_grid(images, columns=16).tobytes()
    many = np.zeros((3, 6, 5, 7), np.uint8)  # of channels that are no colours the first is shown
    page = read(tmp_path / "page.html", made("images"), samples=many, lang="en")
    assert page.count("data:image/png") == 1


def places(chart, kind):
    (path,) = [one for one in chart.iter("path") if one.get("class") == f"dots {kind}"]
    return np.array([pair.split(" ") for pair in path.get("d")[1:].removesuffix("h0").split("h0M")], float)


def test_points_lie_where_they_are(tmp_path):
    page = read(tmp_path / "page.html", made("vectors"), samples=POINTS, real=POINTS + 1, lang="en")
    chart = charts(page)[0]
    for kind, points in (("l0", POINTS), ("l1", POINTS + 1)):
        drawn = places(chart, kind)
        assert len(drawn) <= len(points)
    scale = np.ptp(places(chart, "l1")[:, 0]) / np.ptp(POINTS[:, 0])
    assert np.ptp(places(chart, "l1")[:, 1]) / np.ptp(POINTS[:, 1]) == pytest.approx(scale, rel=0.01)
    far = np.vstack([np.tile(POINTS, (10, 1)), [[1e6, 0.0]]])
    page = read(tmp_path / "page.html", made("vectors"), samples=far, real=POINTS, lang="en")
    assert "Points far outside are left out: " in page
    assert np.ptp(places(charts(page)[0], "l1")[:, 0]) > 100  # one stray sample squeezes nothing


def test_long_vectors_show_their_main_axes_and_single_numbers_their_order(tmp_path):
    wide = np.random.default_rng(2).normal(size=(200, 5)) * [0.1, 5.0, 0.1, 0.1, 1.0]
    page = read(tmp_path / "page.html", made("vectors"), samples=wide, lang="en")
    assert "Of 5 numbers the two main axes are shown, 100% of the spread." in page
    drawn = places(charts(page)[0], "l0")
    assert np.ptp(drawn[:, 0]) > 3 * np.ptp(drawn[:, 1])
    page = read(tmp_path / "page.html", made("vectors"), samples=wide[:, 1:2], real=wide[:, 1:2], lang="en")
    first, second = (line.get("points") for line in charts(page)[0].iter("polyline"))
    assert first == second
    page = read(tmp_path / "page.html", made("vectors"), samples=np.ones((9, 3)), lang="en")
    assert len(charts(page)) == 6


def test_curves_are_the_history():
    history = [record(10, 5.0), record(20, 6.0), record(50, 7.0)]
    found = Curves.of(history)
    assert found.step.tolist() == [10, 20, 50]
    assert found.rate.tolist() == [2.0, 10.0, 30.0]
    assert found.speed() == 20.0
    for name in GanRecord._fields[1:-1]:
        assert getattr(found, name).tolist() == [getattr(one, name) for one in history]
    many = Curves.of([record(k, float(k), wasserstein=float(k % 2)) for k in range(1, 1001)])
    assert len(many.step) == MOST
    assert (many.step[-1], many.wasserstein.mean()) == (1000, pytest.approx(0.5, abs=0.01))


def test_a_wild_beginning_leaves_the_frame():
    calm = np.linspace(-1, -0.5, 100)
    assert _frame(calm) == (_frame(calm)[0]._replace(low=None, high=None), False)
    axis, cut = _frame(np.concatenate([[-90.0], calm]))
    assert cut
    assert -2 < axis.low < -1
    assert -0.5 < axis.high < 0
    assert not _frame(np.ones(3))[1]


def test_the_slope_has_a_band_and_a_target_where_the_penalty_has_one(tmp_path):
    gan = made("strings")
    slope = charts(read(tmp_path / "page.html", gan, samples=["山"], lang="en"))[2]
    assert len(list(slope.iter("polygon"))) == 1
    assert len(list(slope.iter("polyline"))) == 2
    gan.options = GanOptions(penalty="zero-centred")
    page = read(tmp_path / "page.html", gan, samples=["山"], lang="en")
    assert len(list(charts(page)[2].iter("polyline"))) == 1
    assert GAN["en"]["slope_zero_note"] in page
    assert '<td>penalty</td><td class="n">zero-centred</td>' in page
    gan.history = gan.history[:1]
    assert len(charts(read(tmp_path / "page.html", gan, samples=["山"], lang="en"))) == 5


def test_a_band_goes_to_both_sides():
    chart = ET.fromstring(line_chart([Line("a", [0, 1, 2], [1.0, 2.0, 3.0], [0.5, 1.0, 0.0])], title="a"))
    (band,) = chart.iter("polygon")
    (line,) = chart.iter("polyline")
    ends = np.array([pair.split(",") for pair in band.get("points").split()], float)
    middle = np.array([pair.split(",") for pair in line.get("points").split()], float)
    np.testing.assert_allclose((ends[:3] + ends[:2:-1]) / 2, middle, atol=0.06)
    assert ends[2, 1] == ends[3, 1]
    with pytest.raises(OptionError, match="expected 2 spreads or none, got 1"):
        line_chart([Line("a", [0, 1], [1, 2], [1])], title="a")


def test_what_is_refused(tmp_path):
    page = tmp_path / "page.html"
    with pytest.raises(OptionError, match="gan: expected a trained GAN"):
        plot_gan(WGANGP("vectors"), page, samples=POINTS)
    with pytest.raises(EmptyError, match="samples: expected at least one"):
        plot_gan(made("strings"), page, samples=[])
    with pytest.raises(InputError, match="samples: expected a list of strings"):
        plot_gan(made("strings"), page, samples="山水")
    with pytest.raises(InputError, match=r"real: expected numbers of shape \(n, d\)"):
        plot_gan(made("vectors"), page, samples=POINTS, real=IMAGES)
    with pytest.raises(InputError, match="images: expected"):
        plot_gan(made("images"), page, samples=POINTS)
    with pytest.raises(OptionError, match="lang: expected one of en, zh"):
        plot_gan(made("vectors"), page, samples=POINTS, lang="fr")
    with pytest.raises(OutputError):
        plot_gan(made("vectors"), tmp_path / "none" / "page.html", samples=POINTS)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.keras
def test_samples_are_drawn_where_none_are_given(tmp_path):
    options = GanOptions(width=4, depth=1, batch_size=8, critic_steps=1, steps=2, record_every=1)
    gan = WGANGP(options=options).fit(POINTS)
    page = read(tmp_path / "page.html", gan, lang="en")
    assert page == read(tmp_path / "page.html", gan, samples=gan.sample(SHOWN["vectors"]), lang="en")
