"""What the page Generate says, in English and in Chinese."""

from __future__ import annotations

from zici.report._gan_words import GAN

OWN = {
    "en": {
        "title": "Generate",
        "under_page": "New samples of a trained GAN, drawn by chance.",
        "none_yet": "A GAN learns to make words, pictures or points like those of a file.",
        "loading": "Loading the GAN ...",
        "draw_it": "Draw",
        "draw_note": "The same seed draws the same samples.",
        "draw_number": "How many",
        "draw_seed": "Seed",
        "draw_more": "Next seed",
        "draw_new": "Only new ones",
        "known_note": "None is picked out. ✓: known, among the words that were found here.",
        "known_mark": "known",
        "share_new": "{new} of {all} are new.",
        "picture": "{count} generated pictures",
        "curves": "How it was trained",
        "nothing_left": "None is left: all that were drawn are known.",
    },
    "zh": {
        "title": "生成",
        "under_page": "由训练好的 GAN 随机生成的新样本。",
        "none_yet": "GAN 学会生成与文件中相似的词、图像或点。",
        "loading": "正在载入 GAN……",
        "draw_it": "抽取",
        "draw_note": "种子相同，抽出的样本也相同。",
        "draw_number": "个数",
        "draw_seed": "种子",
        "draw_more": "下一个种子",
        "draw_new": "只要新的",
        "known_note": "未经挑选。✓：已知，在这里找到的词之中。",
        "known_mark": "已知",
        "share_new": "{all} 个中有 {new} 个是新的。",
        "picture": "生成的 {count} 幅图像",
        "curves": "训练过程",
        "nothing_left": "没有剩下的：抽到的都是已知的。",
    },
}
GENERATE = {lang: {**GAN[lang], **own} for lang, own in OWN.items()}
"""With what the page of a GAN says of its curves."""
