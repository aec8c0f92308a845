"""What the page of a GAN says, in English and in Chinese."""

from __future__ import annotations

GAN = {
    "en": {
        "title": "What a GAN has learned",
        "under": "{kind}, {architecture}: {steps} generator steps, {critic} critic steps before each",
        "vectors": "Vectors",
        "images": "Images",
        "strings": "Strings",
        "distance": "Distance",
        "distance_tile": "mean D(real) − mean D(fake), at the end",
        "slope": "Slope",
        "slope_tile": "± {sd} over a batch, at the end",
        "rate": "Steps a second",
        "rate_tile": "generator steps, the median",
        "time": "Time",
        "time_tile": "of training",
        "new": "New",
        "new_tile": "of the samples are not among the real ones",
        "samples": "Samples",
        "samples_note": "Drawn by chance, none picked out.",
        "beside_note": "Drawn by chance, none picked out; below them real ones.",
        "strings_known_note": "Drawn by chance, none picked out. Those in grey are among the real ones.",
        "points_note": "Each point is a sample; generated ones lie over the real ones.",
        "points_alone_note": "Each point is a generated sample.",
        "axes_note": "Of {dim} numbers the two main axes are shown, {share} of the spread.",
        "sorted_note": "All samples, from the smallest to the greatest: the lines should meet.",
        "left_out": "Points far outside are left out: {count}.",
        "real": "real",
        "generated": "generated",
        "of_all": "share of samples",
        "empty": "empty",
        "axis": "generator steps",
        "cut": "The beginning goes beyond the frame.",
        "distance_note": (
            "How far the critic can tell real samples from generated ones, mean D(real) − mean D(fake); it "
            "falls while the generator gets better. It is a distance only where the critic is about as steep "
            "as it may be, see the slope, and its size means nothing from one data set to another."
        ),
        "critic": "Critic loss",
        "critic_note": (
            "What the critic makes small: mean D(fake) − mean D(real), the distance with its sign turned; "
            "and the same plus the penalty. It should rise towards 0; where the two lines are far apart, the "
            "critic breaks the bound on its slope, and the distance is not to be believed."
        ),
        "without": "without penalty",
        "with": "with penalty",
        "generator": "Generator loss",
        "generator_note": (
            "−mean D(fake), what the generator makes small. The critic's zero point drifts freely, so its "
            "height means nothing: only a sudden jump is a sign, of trouble."
        ),
        "slope_note": (
            "How steep the critic is where the penalty looks: the mean, and within the band the standard "
            "deviation over a batch. A two-sided penalty wants all of it at the target; far above, the "
            "penalty is too weak, and below, the critic has not caught up."
        ),
        "slope_zero_note": (
            "How steep the critic is where the penalty looks: the mean, and within the band the standard "
            "deviation over a batch. A zero-centred penalty wants no slope at all, so it falls towards 0 "
            "when generated samples come to lie where the real ones are."
        ),
        "target": "target",
        "mean": "mean",
        "rate_note": (
            "Generator steps in a second, the critic steps before each included. The first is slower, since "
            "the step is compiled; a fall later on is the machine's, not the training's."
        ),
        "options": "Options",
        "options_note": "As they were used.",
        "option": "Option",
        "value": "Value",
        "kind": "kind",
        "architecture": "architecture",
        "seed": "seed",
    },
    "zh": {
        "title": "GAN 学到了什么",
        "under": "{kind}，{architecture}：生成器 {steps} 步，每步之前判别器 {critic} 步",
        "vectors": "向量",
        "images": "图像",
        "strings": "字符串",
        "distance": "距离",
        "distance_tile": "最后的 D(真) 均值 − D(假) 均值",
        "slope": "梯度的模",
        "slope_tile": "最后一批内 ± {sd}",
        "rate": "每秒步数",
        "rate_tile": "生成器的步数，中位数",
        "time": "用时",
        "time_tile": "训练",
        "new": "新的",
        "new_tile": "不在真实样本之中的样本",
        "samples": "样本",
        "samples_note": "随机抽取，未经挑选。",
        "beside_note": "随机抽取，未经挑选；下面是真实的。",
        "strings_known_note": "随机抽取，未经挑选。灰色的在真实样本之中。",
        "points_note": "每个点是一个样本，生成的画在真实的上面。",
        "points_alone_note": "每个点是一个生成的样本。",
        "axes_note": "共 {dim} 维，显示两个主轴，占总方差的 {share}。",
        "sorted_note": "全部样本从小到大排列：两条线应当重合。",
        "left_out": "太远而未画的点：{count}。",
        "real": "真实",
        "generated": "生成",
        "of_all": "样本的比例",
        "empty": "空",
        "axis": "生成器步数",
        "cut": "开头超出了边框。",
        "distance_note": (
            "判别器能把真样本与生成样本分开多远，即 D(真) 均值 − D(假) 均值；生成器越好，它越小。只有判别器陡"
            "到允许的程度（看梯度的模），它才是距离；不同数据之间，数值大小不可相比。"
        ),
        "critic": "判别器损失",
        "critic_note": (
            "判别器要减小的：D(假) 均值 − D(真) 均值，即距离变号；以及再加上惩罚项。它应当朝 0 上升；两条线"
            "相距很远，说明判别器越过了对梯度的限制，这时的距离不可信。"
        ),
        "without": "不含惩罚",
        "with": "含惩罚",
        "generator": "生成器损失",
        "generator_note": (
            "−D(假) 均值，生成器要减小的。判别器的零点会任意漂移，所以它的高低没有意义：只有突然的跳变才是"
            "征兆，说明出了问题。"
        ),
        "slope_note": (
            "在惩罚项所看的点上，判别器梯度的模：线是均值，色带是一批内的标准差。双侧惩罚要它全在目标处；远高于"
            "目标，说明惩罚太弱，低于目标，说明判别器还没跟上。"
        ),
        "slope_zero_note": (
            "在惩罚项所看的点上，判别器梯度的模：线是均值，色带是一批内的标准差。零中心的惩罚要它为 0，所以"
            "生成样本落到真样本处时，它会降向 0。"
        ),
        "target": "目标",
        "mean": "均值",
        "rate_note": (
            "每秒的生成器步数，包括之前判别器的步数。第一个较慢，因为要编译；后来变慢是机器的缘故，不是训练的。"
        ),
        "options": "选项",
        "options_note": "实际使用的值。",
        "option": "选项",
        "value": "值",
        "kind": "kind",
        "architecture": "architecture",
        "seed": "seed",
    },
}
