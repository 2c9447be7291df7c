"""Headings that more than one journey comes to, in each language."""

from __future__ import annotations

ACCEPT = {"en": "Do you accept?", "ja": "お受けになりますか"}
AGREE = {"en": "Do you agree?", "ja": "同意されますか"}
AMEND = {"en": "Change your answers", "ja": "お申し込み内容の変更"}
ANSWER = {"en": "Your answer is needed", "ja": "ご回答をお願いします"}
CHANGE = {"en": "Please change your form", "ja": "申込フォームの変更をお願いします"}
CONFIRM = {"en": "Please confirm your address", "ja": "メールアドレスのご確認をお願いします"}
DECIDE = {"en": "Please decide", "ja": "可否のご判断をお願いします"}
HOW = {"en": "How it works", "ja": "お手続きの詳しい流れ"}
NOT_FOUND = {"en": "Page not found", "ja": "ページが見つかりません"}
NOT_NEEDED = {"en": "An answer is no longer needed", "ja": "ご回答の必要はなくなりました"}
REPLACED = {"en": "This link has been replaced", "ja": "このリンクは新しいものに替わりました"}
SENT = {"en": "Your application was sent", "ja": "お申し込みを送信しました"}
STATUS = {"en": "Where your form stands", "ja": "お申し込みの状況"}
THANKS = {"en": "Thank you", "ja": "ありがとうございました"}
TOO_LATE = {"en": "The time for an answer has passed", "ja": "回答期限を過ぎました"}


def only(language: str, heading: dict[str, str]) -> dict[str, str]:
    """The heading of a page whose reader has that language, whatever the journey's is."""
    return {language: heading[language]}
