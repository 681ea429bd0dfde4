"""What tests do on the page again and again."""

from __future__ import annotations


def send(page, text):
    page.locator("#message textarea").fill(text)
    page.keyboard.press("Enter")


def done(page):
    page.wait_for_selector("html:not([data-answering])")


def answered(page, text="I got the job after nine months of looking, and I am so happy!"):
    """Sends and waits until all have answered."""
    before = page.locator(".m-you").count()
    page.locator("#message textarea").focus()
    send(page, text)
    page.locator(".m-you").nth(before).wait_for()
    done(page)
    return page


def said(page, kind=".m-turn"):
    """The words of all messages of a kind, in order."""
    return page.locator(f"{kind} .m-said").evaluate_all("all => all.map((one) => one.textContent)")


def toolbar(page, kind, index, label):
    """Presses a button under a message."""
    turn = page.locator(kind).nth(index)
    turn.hover()
    turn.get_by_role("button", name=label).click()
