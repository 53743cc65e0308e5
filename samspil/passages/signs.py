"""The signs that begin an item of a list and end a sentence, as printed and as typed."""

import re

# Glyphs that are nothing but list signs (private use: Wingdings and Symbol); then signs that also stand in running text; then numbers and letters. A star is none
# where another one follows: '**Fed**' and '*kursiv*' are typed so.
BULLET = re.compile(
    r"(?:[•▪▫◦●○■□◾◻‣·∙⁃➢➤➔►▶▸◆◇♦❖❑❒☐☑✓✔✗✘★⚫⬤\ue000-\uf8ff\ufffd]|[-–—](?=\s)|[−>›»→⇒+~](?=\s{1,4}[^\W\d_])|o(?=\s{1,3}[A-ZÆØÅ])|\*(?=\s|[^*]+$))\s*"
    r"|(?:\(?(?:[a-zæøå]|\d{1,2}|[ivx]{1,4})\)|\d{1,2}\.)\s+(?=[A-ZÆØÅ„\"»0-9])"
)
SENTENCE_END = re.compile(r"[.!?:;…][\"'”»)]*$")
