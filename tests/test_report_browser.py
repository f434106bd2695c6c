"""The report opened offline in Chromium: every chart drawn, no request, no error. Fails where Chromium is missing."""

import shutil

import pytest

import tumen
from fakes import SYSTEM, moments
from tumen.charts import CHARTS
from tumen.report import write_report
from tumen.results import Result
from tumen.rundir import collect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=[1, 3], ids=["one run", "three runs"])
def report(request, tmp_path_factory):
    runs = [
        collect(moments(s), scenario="made-up", scenario_text="name: made-up\n", settings={"seed": s, "rung": "25k"})
        for s in range(1, request.param + 1)
    ]
    acts = [{"name": "flood </script><b>", "date": "1995-08", "sets": "", "source": "a source", "note": ""}]
    path = tmp_path_factory.mktemp("report") / "report.html"
    return write_report(Result.join(runs), path, drivers=acts)


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium")
    assert found, "Chromium is needed to test the report: apt-get install chromium"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


def offline(chromium, path):
    """The page with all charts drawn, and what it asked for or complained of."""
    context = chromium.new_context(offline=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.trouble = []
    page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else page.trouble.append(r.url))
    page.on("console", lambda m: page.trouble.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: page.trouble.append(str(e)))
    page.goto(path.as_uri())
    page.wait_for_function(
        "[...document.querySelectorAll('.chart')].every(e => e.dataset.ready === 'yes')", timeout=60_000
    )
    return page


@pytest.fixture(scope="module")
def opened(report, chromium):
    page = offline(chromium, report)
    yield page
    page.context.close()


def test_the_report_of_a_whole_history_asks_for_nothing(chromium, tmp_path):
    """Not made-up figures but the national run, from its first month to its last."""
    page = offline(chromium, write_report(tumen.run("history", seed=1, rung="25k"), tmp_path / "report.html"))
    page.wait_for_timeout(300)
    assert page.trouble == []
    drawn = page.evaluate("[...document.querySelectorAll('.chart')].filter(e => e.querySelector('svg')).map(e => e.id)")
    talks = {"talks", "relief", "courses"}  # to 2025 the record stands, and there is nothing to show of a game
    assert {name.removeprefix("chart-") for name in drawn} == set(CHARTS) - talks
    assert page.locator("#south tbody tr").count() == 12
    page.context.close()


def test_no_request_and_no_error(opened):
    opened.wait_for_timeout(300)
    assert opened.trouble == []


def test_every_chart_is_drawn_and_named(opened):
    drawn = opened.evaluate("""[...document.querySelectorAll('.chart')].map(e => {
        const svg = e.querySelector('svg'), box = svg.getBoundingClientRect();
        return [e.id, box.width, box.height, svg.getAttribute('aria-label') || '', svg.querySelectorAll('path').length];
    })""")
    assert {d[0] for d in drawn} == {f"chart-{name}" for name in CHARTS if name not in SYSTEM}
    for name, width, height, label, marks in drawn:
        assert width > 200 and height > 100 and len(label) > 20 and marks > 5, name


def test_nothing_is_wider_than_the_page(opened):
    for width in (1280, 390):
        opened.set_viewport_size({"width": width, "height": 900})
        opened.wait_for_timeout(200)
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
    opened.set_viewport_size({"width": 1280, "height": 900})


def test_every_chart_has_its_figures_as_a_table_and_csv(opened):
    cards = opened.evaluate("""[...document.querySelectorAll('article')].map(e => [
        e.querySelector('h3').textContent, e.querySelectorAll('tbody tr').length,
        e.querySelector('a[download]').getAttribute('href').slice(0, 21)])""")
    assert len(cards) == len(CHARTS) - len(SYSTEM)
    assert all(title and rows > 0 and href == "data:text/csv;base64," for title, rows, href in cards)


def test_the_slider_changes_the_map(opened):
    def fills():
        return opened.evaluate(
            "[...document.querySelectorAll('#chart-food_map path')].map(p => p.getAttribute('fill'))"
        )

    before = fills()
    slider = opened.locator("#chart-food_map input[type=range]")
    assert slider.get_attribute("aria-label") == "Year"
    slider.evaluate("e => { e.value = 1991; e.dispatchEvent(new Event('input')); }")
    opened.wait_for_timeout(400)
    assert fills() != before


def test_it_says_what_it_is_and_what_it_assumes(opened):
    text = opened.inner_text("main")
    assert "possible histor" in text and "What is assumed" in text and "What would change it" in text
    assert opened.evaluate("document.documentElement.lang") == "en"
    assert opened.evaluate("document.querySelectorAll('h1').length") == 1
    assert "hash of the final state" in text
    assert opened.locator("#drivers td", has_text="flood </script><b>").count() == 1


def test_dark_pages_have_light_letters(opened):
    opened.emulate_media(color_scheme="dark")
    colours = opened.evaluate(
        "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    )
    opened.emulate_media(color_scheme="light")
    assert colours == ["rgb(233, 231, 224)", "rgb(23, 24, 22)"]
