"""What the page of the Dirac-GAN says, in English and in Chinese."""

from __future__ import annotations

DIRAC = {
    "en": {
        "title": "Who circles, who converges: the Dirac-GAN",
        "under": "One point learns to be another. {paths} ways to train it, and where each of them leads.",
        "about": "What is shown",
        "about_note": (
            "The data are the single point 0. The generator gives the single point θ, and the critic is the "
            "line D(x) = w·x: about the smallest GAN there is. The critic wants D(θ) − D(0) to be low, the "
            "generator wants D(θ) to be high. Each follows its own slope, so they turn about each other like "
            "a pendulum, and only what takes energy out of it lets θ come to rest at 0. A penalty that wants "
            "the slope |w| to be 1 keeps the pendulum moving; one that wants it to be 0 brakes it. The "
            "moving average of θ changes nothing about the path, but stays much closer to 0."
        ),
        "source": "After kexue.fm/archives/6583 and Mescheder et al. 2018.",
        "plane": "the path: across θ, upwards w",
        "plane_wide": "the path of θ: its first two numbers",
        "time": "the distance |θ| from the data",
        "clock": "time",
        "distance": "|θ|",
        "average": "|moving average of θ|",
        "real": "the data: 0",
        "begin": "begin",
        "end": "end",
        "table": "All in numbers",
        "table_note": "Distance: the greatest in the last fifth of the time.",
        "penalty": "Penalty",
        "loss": "Loss",
        "weight": "Weight",
        "steps": "Steps",
        "rate": "Rate",
        "verdict": "Verdict",
        "final": "Distance",
        "averaged": "Average at the end",
        "converges": "converges",
        "circles": "circles",
        "diverges": "diverges",
        "wasserstein": "Wasserstein",
        "non-saturating": "the first GAN's, non-saturating",
        "saturating": "the first GAN's, saturating",
        "flow": "differential equation",
        "simultaneous": "both at once",
        "alternating": "one after the other",
        "none": "no penalty",
        "two-sided": "two-sided (WGAN-GP)",
        "one-sided": "one-sided",
        "difference-quotient": "difference quotient",
        "zero-centred": "zero-centred",
        "wgan-div": "WGAN-div",
        "clipping": "clipped weights",
        "none_note": "Nothing brakes: it circles for ever. Steps of both at once even make the circles grow.",
        "non-saturating_note": (
            "About a circle, for its linear part has no brake; the rest has, ever less near 0: |θ| falls as 1/√t."
        ),
        "saturating_note": "Nothing brakes: it circles for ever.",
        "two-sided_note": "λ(|w| − 1)². The critic's slope is pushed to 1 even where it should be 0.",
        "one-sided_note": "λ·max(|w| − 1, 0)². It brakes steep critics only; below 1 nothing does.",
        "difference-quotient_note": (
            "λ(|D(θ) − D(0)| / |θ| − 1)². No gradient is needed; it sees w along θ alone."
        ),
        "zero-centred_note": "λ|w|². A brake that always works: a damped pendulum, fast to 0.",
        "wgan-div_note": "λ|w|⁶. A brake too, but a weak one near 0: it gets slower and slower.",
        "clipping_note": "w is kept within a bound. Large circles shrink to it, and stay.",
    },
    "zh": {
        "title": "谁在转圈，谁会收敛：Dirac GAN",
        "under": "让一个点学着变成另一个点：{paths} 种训练方式，各自走到哪里。",
        "about": "图中是什么",
        "about_note": (
            "真实数据只有一个点 0，生成器只给出一个点 θ，判别器是一条直线 D(x) = w·x，差不多是最小的 GAN。"
            "判别器想让 D(θ) − D(0) 变小，生成器想让 D(θ) 变大。两者各走各的梯度，就像单摆一样互相追着转，"
            "只有能消耗能量的东西才会让 θ 停在 0。要求斜率 |w| 等于 1 的惩罚会让摆一直动下去，"
            "要求它等于 0 的惩罚才是刹车。θ 的滑动平均不改变轨迹，但离 0 近得多。"
        ),
        "source": "参考 kexue.fm/archives/6583 与 Mescheder 等（2018）。",
        "plane": "轨迹：横轴 θ，纵轴 w",
        "plane_wide": "θ 的轨迹：前两个分量",
        "time": "与真实数据的距离 |θ|",
        "clock": "时间",
        "distance": "|θ|",
        "average": "|θ 的滑动平均|",
        "real": "真实数据：0",
        "begin": "起点",
        "end": "终点",
        "table": "全部数字",
        "table_note": "距离：最后五分之一时间内的最大值。",
        "penalty": "惩罚",
        "loss": "损失",
        "weight": "权重",
        "steps": "步进方式",
        "rate": "步长",
        "verdict": "结论",
        "final": "距离",
        "averaged": "最终的滑动平均",
        "converges": "收敛",
        "circles": "转圈",
        "diverges": "发散",
        "wasserstein": "Wasserstein",
        "non-saturating": "原始 GAN（非饱和）",
        "saturating": "原始 GAN（饱和）",
        "flow": "微分方程",
        "simultaneous": "同时更新",
        "alternating": "交替更新",
        "none": "无惩罚",
        "two-sided": "双侧惩罚（WGAN-GP）",
        "one-sided": "单侧惩罚",
        "difference-quotient": "差商惩罚",
        "zero-centred": "零中心惩罚",
        "wgan-div": "WGAN-div",
        "clipping": "权重裁剪",
        "none_note": "没有任何阻力：一直转圈；如果两者同时走一步，圈还会越来越大。",
        "non-saturating_note": "线性部分没有阻力，只会转圈；其余部分有一点，越近 0 越弱：|θ| 约按 1/√t 减小。",
        "saturating_note": "没有任何阻力：一直转圈。",
        "two-sided_note": "λ(|w| − 1)²。斜率本该是 0 的地方，也被推向 1。",
        "one-sided_note": "λ·max(|w| − 1, 0)²。只管太陡的判别器，斜率小于 1 时没有阻力。",
        "difference-quotient_note": "λ(|D(θ) − D(0)| / |θ| − 1)²。不用求梯度，只看 w 沿 θ 方向的部分。",
        "zero-centred_note": "λ|w|²。始终起作用的刹车：阻尼摆，很快到 0。",
        "wgan-div_note": "λ|w|⁶。也是刹车，但在 0 附近很弱，越走越慢。",
        "clipping_note": "把 w 限制在一个范围内。大圈会缩小到这个范围，然后一直转。",
    },
}
