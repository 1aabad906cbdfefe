# SPDX-License-Identifier: Apache-2.0
"""A video of which no answer holds the whole: what is shown after a seek is what stands there."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import av
from PIL import Image

from browser.acts import go_to_case, state_purpose, take_in
from holdfast.web.ranges import OPEN_END_MOST

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page, Response

    from browser.pages import Looker

SECONDS, RATE = 20, 10
WIDE, HIGH = 480, 270
LIGHT = """video => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [40, 20];
  const pen = canvas.getContext("2d");
  pen.drawImage(video, 0, 0, 40, 20);
  const pixels = pen.getImageData(4, 4, 8, 8).data;
  return pixels.filter((_, at) => at % 4 === 0).reduce((sum, one) => sum + one, 0) / 64;
}"""
SEEK = """(video, second) => new Promise((done) => {
  video.addEventListener("seeked", () => requestAnimationFrame(() => done()), { once: true });
  video.currentTime = second;
})"""


def noisy_video(path: Path) -> None:
    """Write a video whose left half says the second by its light, and whose right half is noise."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=RATE, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = WIDE, HIGH, "yuv420p"
        for number in range(SECONDS * RATE):
            picture = Image.effect_noise((WIDE, HIGH), 90)
            light = round(30 + 200 * number / (SECONDS * RATE))
            picture.paste(light, (0, 0, WIDE // 2, HIGH))
            frame = av.VideoFrame.from_image(picture.convert("RGB"))  # type: ignore[no-untyped-call]  # PyAV gives it no types
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


def test_a_large_video_seeks_to_the_right_picture(look: Callable[..., Looker], media: Path) -> None:
    folder = media / "large"
    folder.mkdir()
    noisy_video(folder / "DJI_0001.MP4")
    looker = look("exhibit_officer")
    take_in(looker, folder, "260122/0001")
    go_to_case(looker, "260122/0001")
    state_purpose(looker)
    page = looker.page
    page.get_by_role("link", name=re.compile(r"\.MP4$")).click()
    page.locator("video").wait_for()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 # it marks the function
    page.reload()
    sizes = the_light_says_the_second(page)
    assert max(sizes) > OPEN_END_MOST
    parts = [one for one in answers if one.status == 206]
    assert len(parts) > 1


def the_light_says_the_second(page: Page) -> list[int]:
    video = page.locator("video")
    video.evaluate(
        "video => video.readyState >= 2 || new Promise("
        "done => video.addEventListener('loadeddata', done, { once: true }))"
    )
    order = [float(second) for second in range(1, SECONDS, 3)]
    random.Random(3).shuffle(order)  # noqa: S311 # an order, not a secret
    for second in order:
        video.evaluate(SEEK, second)
        light = video.evaluate(LIGHT)
        expected = 30 + 200 * second / SECONDS
        assert abs(light - expected) < 200 / SECONDS, f"{second} s shows {light}"
    address = video.get_attribute("src") or ""
    answer = page.request.get(address, headers={"Range": "bytes=0-0"})
    assert answer.status == 206
    return [int(answer.headers["content-range"].rpartition("/")[2])]
