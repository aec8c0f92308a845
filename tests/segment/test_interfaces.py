"""Segmenters inside other libraries: spaCy, scikit-learn, Hugging Face tokenizers."""

from __future__ import annotations

import builtins
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zici.errors import EmptyError, FormatError, MissingExtraError, OptionError
from zici.lexicon import Lexicon
from zici.segment import CharLM, Segmenter
from zici.segment.huggingface import pre_tokenizer
from zici.segment.spacy import SpacyTokenizer, create_tokenizer

WORDS = {"新词": 5, "发现": 3, "语料": 2, "New York": 1}
TEXT = "从语料 中发现\n新词  in New York。"


@pytest.fixture
def segmenter() -> Segmenter:
    return Segmenter(WORDS)


@pytest.fixture(scope="module")
def spacy():
    return pytest.importorskip("spacy", reason="spaCy is not installed")


def settings_of(path: Path | None) -> dict:
    tokenizer = {"@tokenizers": "zici.Tokenizer.v1"}
    return {"nlp": {"tokenizer": tokenizer | ({} if path is None else {"segmenter": str(path)})}}


@pytest.fixture
def nlp(spacy, segmenter: Segmenter, tmp_path: Path):
    segmenter.save(tmp_path / "segmenter.npz")
    return spacy.blank("zh", config=settings_of(tmp_path / "segmenter.npz"))


def test_spacy_documents_have_the_text_and_the_words(nlp):
    doc = nlp(TEXT)
    assert doc.text == TEXT
    assert [token.text for token in doc][:6] == ["从", "语料", "中", "发现", "\n", "新词"]
    assert doc[1].whitespace_ == " "
    assert "New York" in [token.text for token in doc]
    assert len(nlp("")) == 0
    assert [doc.text for doc in nlp.pipe(["新词", TEXT])] == ["新词", TEXT]


@given(text=st.text(st.sampled_from("新词a \n\t，　３"), max_size=12) | st.text(max_size=20))
def test_spacy_keeps_every_text(text):
    spacy = pytest.importorskip("spacy", reason="spaCy is not installed")
    doc = SpacyTokenizer(spacy.vocab.Vocab(), Segmenter(WORDS))(text)
    assert doc.text == text
    assert "".join(token.text_with_ws for token in doc) == text


def test_a_spacy_pipeline_holds_its_segmenter(spacy, nlp, tmp_path: Path):
    expected = [token.text for token in nlp(TEXT)]
    nlp.to_disk(tmp_path / "pipeline")
    (tmp_path / "segmenter.npz").unlink()
    moved = spacy.blank("zh", config=settings_of(None)).from_bytes(nlp.to_bytes())
    assert [token.text for token in moved(TEXT)] == expected
    copy = pickle.loads(pickle.dumps(nlp.tokenizer))
    assert [token.text for token in copy(TEXT)] == expected
    loaded = spacy.load(tmp_path / "pipeline")
    assert [token.text for token in loaded(TEXT)] == expected


def test_spacy_takes_word_lists_and_language_models(spacy, tmp_path: Path):
    from zici.corpus import Corpus

    Lexicon.from_words(WORDS).save(tmp_path / "words.tsv")
    nlp = spacy.blank("zh", config=settings_of(tmp_path / "words.tsv"))
    assert [token.text for token in nlp("找新词")] == ["找", "新词"]
    lm = CharLM.train(Corpus.from_texts(["新词发现", "发现新词"]), order=2, smoothing="absolute")
    Segmenter(method="lm", lm=lm).save(tmp_path / "lm")
    tokenizer = create_tokenizer(str(tmp_path / "lm"))(nlp)
    tokenizer.to_disk(tmp_path / "saved")
    again = SpacyTokenizer(nlp.vocab).from_disk(tmp_path / "saved")
    assert [token.text for token in again(TEXT)] == [token.text for token in tokenizer(TEXT)]
    with pytest.raises(OptionError, match="to_disk"):
        tokenizer.to_bytes()


def test_a_spacy_tokenizer_without_a_segmenter_says_so(spacy):
    tokenizer = SpacyTokenizer(spacy.vocab.Vocab())
    with pytest.raises(EmptyError, match="none is named"):
        tokenizer("新词")
    with pytest.raises(EmptyError, match=r"no_such\.npz is not there"):
        spacy.blank("zh", config=settings_of(Path("no_such.npz")))("新词")
    with pytest.raises(FormatError):
        tokenizer.from_bytes(b"no segmenter")


@pytest.mark.parametrize(
    "make", [lambda s: SpacyTokenizer(None, s), pre_tokenizer], ids=["spacy", "tokenizers"]
)
def test_a_missing_library_is_named_with_the_way_to_install_it(make, segmenter, monkeypatch):
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name.split(".")[0] in ("spacy", "tokenizers"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match=r"pip install 'zici\[interfaces\]'"):
        make(segmenter)


def test_scikit_learn_counts_the_words(segmenter):
    text = pytest.importorskip("sklearn.feature_extraction.text", reason="scikit-learn is not installed")
    texts = ["发现新词", "新词，新词", "语料"] * 3
    vectorizer = text.CountVectorizer(tokenizer=segmenter.cut, token_pattern=None, lowercase=False)
    matrix = vectorizer.fit_transform(texts)
    assert matrix[:, vectorizer.vocabulary_["新词"]].toarray().ravel().tolist()[:3] == [1, 2, 0]
    copy = pickle.loads(pickle.dumps(vectorizer))
    assert (copy.transform(texts) != matrix).nnz == 0


def test_joblib_sends_segmenters_to_processes(segmenter):
    joblib = pytest.importorskip("joblib", reason="joblib is not installed")
    texts = ["发现新词", "新词，新词"]
    found = joblib.Parallel(n_jobs=2)(joblib.delayed(segmenter.cut)(text) for text in texts)
    assert found == [segmenter.cut(text) for text in texts]


def test_tokenizers_keep_to_the_words(segmenter):
    tokenizers = pytest.importorskip("tokenizers", reason="tokenizers is not installed")
    pieces = pre_tokenizer(segmenter).pre_tokenize_str("𠮷从语料 发现")
    assert pieces == [("𠮷", (0, 1)), ("从", (1, 2)), ("语料", (2, 4)), ("发现", (5, 7))]
    kept = pre_tokenizer(segmenter, blanks=True).pre_tokenize_str(TEXT)
    assert "".join(piece for piece, _ in kept) == TEXT
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel({"[UNK]": 0, "新词": 1, "发现": 2}, "[UNK]"))
    tokenizer.normalizer = tokenizers.normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizer(segmenter)
    encoding = tokenizer.encode("发现 新词！")
    assert encoding.tokens == ["发现", "新词", "[UNK]"]
    assert encoding.offsets == [(0, 2), (3, 5), (5, 6)]


def test_an_ik_dictionary_has_a_word_a_line(tmp_path: Path):
    Lexicon.from_words(["新词", "语料库"]).export(tmp_path / "zici.dic", "ik")
    assert (tmp_path / "zici.dic").read_bytes() == "新词\n语料库\n".encode()
