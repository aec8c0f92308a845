"""The page of the Dirac-GAN: whole, offline, in both languages, and its pictures show the paths."""

from __future__ import annotations

import base64
import hashlib
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from zici.errors import EmptyError, OptionError, OutputError
from zici.gan.dirac import LOSSES, PENALTIES, dirac_gan
from zici.report._dirac_charts import POINTS, _some, path_chart
from zici.report._dirac_page import plot_dirac
from zici.report._dirac_words import DIRAC

SVG = "{http://www.w3.org/2000/svg}"


def charts(page):
    """All pictures of a page, as trees."""
    return [ET.fromstring(found) for found in re.findall(r"<svg.*?</svg>", page, re.DOTALL)]


def read(paths, path, **options):
    plot_dirac(paths, path, **options)
    return path.read_text(encoding="utf-8")


def test_the_page_reaches_nothing_and_runs_its_own_script_alone(tmp_path):
    page = read([dirac_gan(penalty, steps=60) for penalty in PENALTIES], tmp_path / "page.html")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)[1]
    assert policy.startswith("default-src 'none'; ")
    for name in ("script", "style"):
        (content,) = re.findall(rf"<{name}>(.*?)</{name}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert not re.search(r"https?://|style=|\son\w+=", page.replace("http-equiv", ""))
    assert len(charts(page)) == 2 * 2 * len(PENALTIES)
    assert page.count('<main lang="en">') == page.count('<main lang="zh-Hans" hidden>') == 1


def test_every_penalty_and_verdict_is_told_in_both_languages(tmp_path):
    paths = [dirac_gan(penalty, steps=900) for penalty in PENALTIES]
    paths += [dirac_gan(loss=loss, steps=900) for loss in LOSSES]
    paths += [dirac_gan(update="simultaneous"), dirac_gan("two-sided", weight=1.5)]
    assert {path.verdict for path in paths} == {"converges", "circles", "diverges", "stalls"}
    for language, words in DIRAC.items():
        page = read(paths, tmp_path / "page.html", lang=language)
        assert "<script>" not in page
        for path in paths:
            assert words[path.penalty] in page
            assert words[path.verdict] in page
            assert words[path.loss] in page
    assert DIRAC["en"].keys() == DIRAC["zh"].keys()


def test_the_table_has_the_numbers(tmp_path):
    path = dirac_gan("zero-centred", weight=0.2, update="alternating", steps=40)
    page = read([path], tmp_path / "page.html", lang="en")
    cells = re.findall(r"<td[^>]*>(.*?)</td>", page)
    assert cells[:3] == ["zero-centred", "0.2", "Wasserstein"]
    assert cells[3:7] == ["one after the other", "0.05", path.verdict, f"{path.final_distance:.4f}"]


def points_of(chart):
    text = (
        chart.find(f"{SVG}polyline") if chart.find(f"{SVG}polyline") is not None else chart.find("polyline")
    )
    return np.array([pair.split(",") for pair in text.get("points").split()], float)


def test_the_picture_is_the_path():
    path = dirac_gan(steps=300)
    chart = ET.fromstring(path_chart(path, reach=2.0, words=DIRAC["en"], kind=0))
    drawn = points_of(chart)
    shape = np.hstack([path.theta, -path.w])  # upwards on a screen is down
    across = (drawn - drawn.mean(axis=0)) / np.ptp(drawn[:, 0])
    np.testing.assert_allclose(across, (shape - shape.mean(axis=0)) / np.ptp(shape[:, 0]), atol=2e-3)


def test_the_dot_goes_from_the_beginning_to_the_end():
    path = dirac_gan("zero-centred", steps=1000)
    chart = ET.fromstring(path_chart(path, reach=2.0, words=DIRAC["zh"], kind=0))
    ways = {way.get("attributeName"): way.get("values").split(";") for way in chart.iter("animate")}
    drawn = points_of(chart)
    for column, name in enumerate(("cx", "cy")):
        assert float(ways[name][0]) == drawn[0, column]
        assert float(ways[name][-1]) == drawn[-1, column]
    assert len(ways["cx"]) == len(ways["cy"]) <= 150


def test_paths_in_two_dimensions_show_theta(tmp_path):
    path = dirac_gan("two-sided", start=((1.0, 0.5), (0.0, 0.5)), steps=100)
    page = read([path], tmp_path / "page.html", lang="en")
    assert "θ₁" in page
    assert "θ₂" in page
    drawn = points_of(charts(page)[0])
    shape = path.theta * [1, -1]
    np.testing.assert_allclose(
        np.ptp(drawn[:, 0]) / np.ptp(drawn[:, 1]), np.ptp(shape[:, 0]) / np.ptp(shape[:, 1]), rtol=0.01
    )


@pytest.mark.parametrize("size", [1, 2, 599, 600, 601, 1200, 12345])
def test_long_paths_are_thinned_from_end_to_end(size):
    some = _some(range(size), POINTS)
    assert len(some) <= POINTS
    assert (some[0], some[-1]) == (0, size - 1)
    assert (np.diff(some) > 0).all()


def test_one_step_and_a_point_at_rest_are_drawn(tmp_path):
    paths = [dirac_gan(steps=1), dirac_gan(start=((0.0,), (0.0,)), steps=5)]
    assert len(charts(read(paths, tmp_path / "page.html", lang="en"))) == 4


def test_a_title_is_text(tmp_path):
    page = read([dirac_gan(steps=5)], tmp_path / "page.html", lang="en", title="</h1><script>1")
    assert "<h1>&lt;/h1&gt;&lt;script&gt;1</h1>" in page


def test_what_is_refused(tmp_path):
    with pytest.raises(EmptyError, match="paths: expected at least one"):
        plot_dirac([], tmp_path / "page.html")
    with pytest.raises(OptionError, match="lang: expected one of en, zh"):
        plot_dirac([dirac_gan(steps=5)], tmp_path / "page.html", lang="fr")
    with pytest.raises(OutputError):
        plot_dirac([dirac_gan(steps=5)], tmp_path / "none" / "page.html")
    assert list(tmp_path.iterdir()) == []
