"""The stages of long work in the language of the page: the library tells them in English."""

from __future__ import annotations

import re

STAGES = {
    "read text": "读取文本",
    "read documents": "读取文档",
    "read words": "读取词语",
    "cut text": "切分文本",
    "cut texts": "切分文本",
    "cut and count words": "切分并统计词语",
    "cut passages": "切分段落",
    "count occurrences": "统计出现次数",
    "count pairs": "统计词对",
    "count words": "统计词语",
    "gather neighbours": "收集邻字",
    "factorise": "矩阵分解",
    "find n-grams": "寻找 n-gram",
    "find neighbours": "寻找近邻",
    "place words": "安放词语",
    "write map": "写出词图",
    "write words": "写出词语",
    "write report": "写出报告",
    "learn words": "学习词语",
    "grow words": "扩充词语",
    "train": "训练",
    "compare": "比较",
    "classify": "分类",
    "weigh terms": "计算词项权重",
    "encode questions": "编码问题",
    "self-training": "自训练",
    "vectors": "词向量",
    "discover": "找词",
    "report": "报告",
}
NUMBERED = (
    (re.compile(r"count (\d+)-grams"), r"统计 \1 字串"),
    (re.compile(r"sort (\d+)-grams"), r"排序 \1 字串"),
    (re.compile(r"estimate words, round (\d+) of (\d+)"), r"估计词语，第 \1 轮，共 \2 轮"),
    (re.compile(r"train epoch (\d+) of (\d+)"), r"训练第 \1 轮，共 \2 轮"),
)
UNITS = {
    "bytes": "字节",
    "chars": "字",
    "words": "词",
    "texts": "条",
    "rows": "行",
    "runs": "次",
    "rounds": "轮",
    "epochs": "轮",
    "steps": "步",
    "files": "个文件",
    "items": "项",
    "parts": "部分",
    "passages": "段",
    "products": "次乘积",
    "questions": "个问题",
}


def told(stage: str, lang: str) -> str:
    """A stage as a page tells it; one without a translation as it is.

    Example:
        >>> told("count 3-grams", "zh"), told("read text", "en")
        ('统计 3 字串', 'Read text')
    """
    if lang != "zh":
        return stage[:1].upper() + stage[1:]
    for pattern, text in NUMBERED:
        if found := pattern.fullmatch(stage):
            return found.expand(text)
    return STAGES.get(stage, stage)


def unit(name: str, lang: str) -> str:
    """What is counted.

    Example:
        >>> unit("chars", "zh"), unit("chars", "en")
        ('字', 'chars')
    """
    return UNITS.get(name, name) if lang == "zh" else name
