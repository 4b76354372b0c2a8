"""How many SMS a text costs: 160 septets or 70 UTF-16 units alone, 153 or 67 in a chain."""

from __future__ import annotations

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_ESCAPED = frozenset("\f^{}\\[~]|€")


def is_gsm(text: str) -> bool:
    """Whether `text` can go out in the 7-bit alphabet."""
    return all(char in GSM or char in GSM_ESCAPED for char in text)


def segments(text: str) -> int:
    """The number of messages that `text` is billed as; an empty one counts as one."""
    if is_gsm(text):
        widths, single, part = [2 if char in GSM_ESCAPED else 1 for char in text], 160, 153
    else:
        widths, single, part = [2 if ord(char) > 0xFFFF else 1 for char in text], 70, 67
    if sum(widths) <= single:
        return 1
    count, used = 1, 0
    for width in widths:
        if used + width > part:
            count, used = count + 1, 0
        used += width
    return count
