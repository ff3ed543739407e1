namespace Qit.Agent.Protocols.Simulation;

/// <summary>What many worlds say of an estimator: bias, spread against the bound, and whether its errors are honest.</summary>
internal sealed class SeedStatistics
{
    /// <summary>Bias beyond so many standard errors of the mean counts as bias: once in 370 by chance.</summary>
    public const double BiasSigmas = 3;

    /// <summary>Coverage off by so many of its own standard errors is dishonest: once in 2000 by chance.</summary>
    public const double CoverageSigmas = 3.5;

    private const double OneSigma = 0.682689;
    private const double TwoSigmas = 0.95;
    private const double NormalQuantile = 1.959964;

    private double sum;
    private double squares;
    private double stated;
    private double bounds;
    private int within1;
    private int within2;

    /// <summary>Worlds that gave an answer.</summary>
    public int Count { get; private set; }

    /// <summary>Worlds that gave none.</summary>
    public int Refused { get; private set; }

    /// <summary>Mean error, ps.</summary>
    public double MeanErrorPicoseconds => sum / Count;

    /// <summary>Standard error of the mean error, ps.</summary>
    public double MeanErrorStandardErrorPicoseconds => RmsErrorPicoseconds / Math.Sqrt(Count);

    /// <summary>Root mean square error, ps.</summary>
    public double RmsErrorPicoseconds => Math.Sqrt(squares / Count);

    /// <summary>Root mean square of the stated standard errors, ps.</summary>
    public double StatedErrorPicoseconds => Math.Sqrt(stated / Count);

    /// <summary>Root mean square of the bounds, ps; NaN where the protocol has none.</summary>
    public double BoundPicoseconds => Math.Sqrt(bounds / Count);

    /// <summary>Part of the errors within one stated standard error; 0.683 when they are honest.</summary>
    public double WithinOne => within1 / (double)Count;

    /// <summary>Part within 1.96; 0.95 when they are honest.</summary>
    public double WithinTwo => within2 / (double)Count;

    /// <summary>Whether the mean error is less than <see cref="BiasSigmas"/> standard errors of the mean.</summary>
    public bool IsUnbiased => Math.Abs(MeanErrorPicoseconds) < BiasSigmas * MeanErrorStandardErrorPicoseconds;

    /// <summary>Whether both coverages are what the normal distribution says.</summary>
    public bool IsHonest => Covers(WithinOne, OneSigma) && Covers(WithinTwo, TwoSigmas);

    /// <summary>Takes one world's answer; null or a refusal counts as none.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="truthPicoseconds">What it would be without error.</param>
    public void Add(ProtocolAnswer? answer, double truthPicoseconds)
    {
        if (answer is null || answer.Refusal is not null)
        {
            Refused++;
            return;
        }
        double error = answer.OffsetPicoseconds - truthPicoseconds;
        Count++;
        sum += error;
        squares += error * error;
        stated += answer.StandardErrorPicoseconds * answer.StandardErrorPicoseconds;
        bounds += answer.BoundPicoseconds * answer.BoundPicoseconds;
        if (Math.Abs(error) < answer.StandardErrorPicoseconds)
            within1++;
        if (Math.Abs(error) < NormalQuantile * answer.StandardErrorPicoseconds)
            within2++;
    }

    private bool Covers(double part, double expected) =>
        Math.Abs(part - expected) <= CoverageSigmas * Math.Sqrt(expected * (1 - expected) / Count);
}
