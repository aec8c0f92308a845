"""What the page Generate says, in English and in Chinese."""

from __future__ import annotations

from zici.report._gan_words import GAN

OWN = {
    "en": {
        "title": "Generate",
        "draw": "Draw",
        "draw_note": "The same seed draws the same samples.",
        "draw_number": "How many",
        "draw_seed": "Seed",
        "draw_more": "Draw more",
        "draw_new": "Only new ones",
        "known_note": "Drawn by chance, none picked out. ✓: known, it stands among the words found here.",
        "known_mark": "known",
        "new_mark": "new",
        "share_new": "{new} of {all} are new.",
        "picture": "{count} generated pictures",
        "curves": "How it was trained",
        "nothing_left": "None is left: all that were drawn are known.",
    },
    "zh": {
        "title": "生成",
        "draw": "抽取",
        "draw_note": "种子相同，抽出的样本也相同。",
        "draw_number": "个数",
        "draw_seed": "种子",
        "draw_more": "再抽一批",
        "draw_new": "只要新的",
        "known_note": "随机抽取，未经挑选。✓：已知，在这里找到的词之中。",
        "known_mark": "已知",
        "new_mark": "新",
        "share_new": "{all} 个中有 {new} 个是新的。",
        "picture": "生成的 {count} 幅图像",
        "curves": "训练过程",
        "nothing_left": "没有剩下的：抽到的都是已知的。",
    },
}
GENERATE = {lang: {**GAN[lang], **own} for lang, own in OWN.items()}
"""With what the page of a GAN says of its curves."""
