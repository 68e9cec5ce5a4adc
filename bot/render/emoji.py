"""The emoji that forums draw as pictures, as characters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_NAMED: Final = re.compile(r":([\w+-]{1,60}?)(?::t([2-6])|::skin-tone-([2-6]))?:")
_FIRST: Final = 0x1F300
_FORMS: Final = ("{} FACE", "{}", "{} SIGN", "SMILING {}", "FACE WITH {}", "{} SYMBOL", "HEAVY {}")
_TONES: Final = 0x1F3FB - 2
_FLAG: Final = re.compile(r"(?:flag[-_])?([a-z]{2})")
_COUNTRIES: Final = frozenset("fr be ch ca de es it gb us jp cn kr ru eu nl lu pt".split())
_A: Final = 0x1F1E6 - ord("a")

# Where a short name is not what Unicode calls the sign.
_OWN: Final = dict(
    pair.split("=")
    for pair in (
        "+1=👍 thumbsup=👍 -1=👎 thumbsdown=👎 tada=🎉 smile=😄 smiley=😃 grin=😁 "
        "grinning=😀 laughing=😆 satisfied=😆 joy=😂 rofl=🤣 blush=😊 slight_smile=🙂 "
        "slightly_smiling_face=🙂 wink=😉 upside_down_face=🙃 upside_down=🙃 innocent=😇 "
        "heart_eyes=😍 smiling_face_with_three_hearts=🥰 kissing_heart=😘 yum=😋 "
        "stuck_out_tongue=😛 stuck_out_tongue_winking_eye=😜 stuck_out_tongue_closed_eyes=😝 "
        "zany_face=🤪 hugs=🤗 hugging=🤗 hand_over_mouth=🤭 shushing_face=🤫 "
        "zipper_mouth_face=🤐 no_mouth=😶 smirk=😏 roll_eyes=🙄 grimacing=😬 "
        "disappointed_relieved=😥 cry=😢 sob=😭 scream=😱 rage=😡 triumph=😤 sweat=😓 "
        "sweat_smile=😅 cold_sweat=😰 persevere=😣 confounded=😖 frowning=😦 "
        "slightly_frowning_face=🙁 slight_frown=🙁 open_mouth=😮 exploding_head=🤯 "
        "sunglasses=😎 star_struck=🤩 partying_face=🥳 mask=😷 sleeping=😴 zzz=💤 "
        "facepalm=🤦 man_facepalming=🤦‍♂️ woman_facepalming=🤦‍♀️ shrug=🤷 "
        "man_shrugging=🤷‍♂️ woman_shrugging=🤷‍♀️ poop=💩 hankey=💩 clap=👏 pray=🙏 "
        "muscle=💪 wave=👋 ok_hand=👌 v=✌️ crossed_fingers=🤞 point_up=☝️ point_up_2=👆 "
        "point_down=👇 point_left=👈 point_right=👉 raised_hand=✋ raised_hands=🙌 "
        "open_hands=👐 palms_up_together=🤲 fist=✊ facepunch=👊 punch=👊 writing_hand=✍️ "
        "handshake=🤝 eye=👁️ eyes=👀 heart=❤️ orange_heart=🧡 black_heart=🖤 white_heart=🤍 "
        "broken_heart=💔 two_hearts=💕 sparkling_heart=💖 star=⭐ star2=🌟 sparkles=✨ "
        "zap=⚡ boom=💥 collision=💥 fire=🔥 100=💯 sunny=☀️ sun_with_face=🌞 "
        "partly_sunny=⛅ cloud=☁️ snowflake=❄️ umbrella=☔ ocean=🌊 earth_africa=🌍 rose=🌹 "
        "white_check_mark=✅ heavy_check_mark=✔️ ballot_box_with_check=☑️ x=❌ "
        "negative_squared_cross_mark=❎ warning=⚠️ no_entry=⛔ no_entry_sign=🚫 question=❓ "
        "exclamation=❗ heavy_exclamation_mark=❗ grey_question=❔ bangbang=‼️ "
        "interrobang=⁉️ information_source=ℹ️ recycle=♻️ hourglass=⌛ "
        "hourglass_flowing_sand=⏳ alarm_clock=⏰ watch=⌚ stopwatch=⏱️ date=📅 "
        "spiral_calendar=🗓️ calendar_spiral=🗓️ memo=📝 pencil=📝 pencil2=✏️ pen=🖊️ "
        "paperclip=📎 email=📧 envelope=✉️ e-mail=📧 mailbox=📫 phone=☎️ telephone=☎️ "
        "iphone=📱 computer=💻 desktop_computer=🖥️ printer=🖨️ floppy_disk=💾 mag=🔍 "
        "mag_right=🔎 bulb=💡 key=🔑 lock=🔒 unlock=🔓 bell=🔔 no_bell=🔕 loudspeaker=📢 "
        "mega=📣 speech_balloon=💬 thought_balloon=💭 scales=⚖️ balance_scale=⚖️ hammer=🔨 "
        "hammer_and_wrench=🛠️ tools=🛠️ gear=⚙️ shield=🛡️ link=🔗 pushpin=📌 round_pushpin=📍 "
        "chart_with_upwards_trend=📈 chart_with_downwards_trend=📉 bar_chart=📊 "
        "file_folder=📁 open_file_folder=📂 newspaper=📰 books=📚 book=📖 scroll=📜 euro=💶 "
        "money_with_wings=💸 moneybag=💰 gift=🎁 balloon=🎈 trophy=🏆 dart=🎯 "
        "musical_note=🎵 movie_camera=🎥 video_camera=📹 camera_flash=📸 "
        "camera_with_flash=📸 tv=📺 satellite=📡 detective=🕵️ spy=🕵️ cop=👮 "
        "police_officer=👮 policeman=👮 rotating_light=🚨 police_car=🚓 city_sunrise=🌇 "
        "cityscape=🏙️ house=🏠 office=🏢 school=🏫 classical_building=🏛️ tent=⛺ car=🚗 "
        "red_car=🚗 bike=🚲 train=🚋 bus=🚌 airplane=✈️ rocket=🚀 coffee=☕ beer=🍺 beers=🍻 "
        "wine_glass=🍷 pizza=🍕 cake=🍰 birthday=🎂 cookie=🍪 bee=🐝 honeybee=🐝 "
        "arrow_right=➡️ arrow_left=⬅️ arrow_up=⬆️ arrow_down=⬇️ arrow_forward=▶️ repeat=🔁 "
        "plus=➕ minus=➖ heavy_plus_sign=➕ heavy_minus_sign=➖ red_circle=🔴 "
        "large_blue_circle=🔵 blue_circle=🔵 green_circle=🟢 yellow_circle=🟡 "
        "orange_circle=🟠 white_circle=⚪ black_circle=⚫ new=🆕 ok=🆗 sos=🆘 cool=🆒 "
        "free=🆓 up=🆙 copyright=©️ skull=💀 ghost=👻 robot=🤖 see_no_evil=🙈 "
        "hear_no_evil=🙉 speak_no_evil=🙊 rainbow=🌈 transgender_flag=🏳️‍⚧️ "
        "rainbow_flag=🏳️‍🌈 black_flag=🏴 pirate_flag=🏴‍☠️ triangular_flag_on_post=🚩 "
        "checkered_flag=🏁 uk=🇬🇧 belgium=🇧🇪 switzerland=🇨🇭 canada=🇨🇦 luxembourg=🇱🇺 "
        "portugal=🇵🇹 netherlands=🇳🇱 eu=🇪🇺 one=1️⃣ two=2️⃣ three=3️⃣ four=4️⃣ five=5️⃣ "
        "six=6️⃣ seven=7️⃣ eight=8️⃣ nine=9️⃣ zero=0️⃣ keycap_ten=🔟 hash=#️⃣"
    ).split()
)


def shown(text: str) -> str:
    """The sign for a name between colons; the text itself where it is not known."""
    named = _NAMED.fullmatch(text.strip())
    if named is None:
        return text
    sign = _sign(named[1])
    tone = named[2] or named[3]
    if not sign:
        return text
    return sign.removesuffix("\ufe0f") + chr(_TONES + int(tone)) if tone else sign


@lru_cache(maxsize=500)
def _sign(name: str) -> str:
    """Empty where it is not known."""
    own = _OWN.get(name)
    if own is not None:
        return own
    flag = _FLAG.fullmatch(name)
    if flag is not None and (len(name) > 2 or name in _COUNTRIES):
        return "".join(chr(_A + ord(letter)) for letter in flag[1])
    words = name.removesuffix("2").replace("_", " ").upper()
    forms = _FORMS[1:] if name.endswith("2") else _FORMS
    return next(filter(None, (_called(form.format(words)) for form in forms)), "")


def _called(name: str) -> str:
    try:
        sign = unicodedata.lookup(name)
    except KeyError:
        return ""
    return sign if len(sign) == 1 and ord(sign) >= _FIRST else ""
