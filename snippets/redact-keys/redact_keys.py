import logging
import os
import re

SECRET = re.compile(r"sk-[\w.-]{20,}|(?<=[Bb]earer )[\w.~+/=-]{20,}")

class RedactingFormatter(logging.Formatter):
    def format(self, record):
        return SECRET.sub("[key removed]", super().format(record))

handler = logging.StreamHandler()
handler.setFormatter(RedactingFormatter("%(levelname)s %(message)s"))
logging.basicConfig(level=logging.INFO, handlers=[handler])

key = os.environ["OPENAI_API_KEY"]
logging.info("sending with %s", {"Authorization": f"Bearer {key}"})
try:
    raise ValueError(f"cannot read the settings: OPENAI_API_KEY={key}")
except ValueError:
    logging.exception("stopped")
