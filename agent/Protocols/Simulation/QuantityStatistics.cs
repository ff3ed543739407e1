namespace Qit.Agent.Protocols.Simulation;

/// <summary>What many worlds say of the quantities of a protocol whose answer is no offset: bias and coverage of each that has a
/// known truth and a standard error or an interval.</summary>
internal sealed class QuantityStatistics
{
    private readonly Dictionary<string, QuantityStatistic> byName = [];

    /// <summary>Worlds that gave an answer.</summary>
    public int Count { get; private set; }

    /// <summary>Worlds that gave none.</summary>
    public int Refused { get; private set; }

    /// <summary>The quantities, in the order of the first answer.</summary>
    public IReadOnlyCollection<QuantityStatistic> All => byName.Values;

    /// <summary>True when every world gave an answer, no quantity is biased, and every coverage is honest.</summary>
    public bool IsGood => Refused == 0 && All.All(one => one.IsUnbiased && one.IsHonest);

    /// <summary>Takes one world's answer; null or a refusal counts as none.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="truthOf">Truth of a quantity by its name; null where nobody knows.</param>
    public void Add(ProtocolAnswer? answer, Func<string, double?> truthOf)
    {
        if (answer is null || answer.Refusal is not null)
        {
            Refused++;
            return;
        }
        Count++;
        foreach (MeasuredQuantity quantity in answer.Quantities)
        {
            if (truthOf(quantity.Name) is not double truth || !(quantity.HasInterval || double.IsFinite(quantity.StandardError)))
                continue;
            if (!byName.TryGetValue(quantity.Name, out QuantityStatistic? statistic))
                byName.Add(quantity.Name, statistic = new QuantityStatistic(quantity.Name, quantity.Unit));
            statistic.Add(quantity, truth);
        }
    }
}

/// <summary>Bias and coverage of one quantity over many worlds.</summary>
/// <param name="name">Its name.</param>
/// <param name="unit">Its unit.</param>
internal sealed class QuantityStatistic(string name, string unit)
{
    /// <summary>Bias beyond so many standard errors of the mean counts as bias: once in 16 000 by chance, as there are many
    /// quantities.</summary>
    public const double BiasSigmas = 4;

    private const double NormalQuantile = 1.959964;

    private double sum;
    private double squares;
    private int held;
    private bool hasInterval;
    private bool hasError;

    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>Its unit.</summary>
    public string Unit { get; } = unit;

    /// <summary>Worlds in which it was measured.</summary>
    public int Count { get; private set; }

    /// <summary>Mean error.</summary>
    public double MeanError => sum / Count;

    /// <summary>Standard error of the mean error.</summary>
    public double MeanErrorStandardError => RmsError / Math.Sqrt(Count);

    /// <summary>Root mean square error.</summary>
    public double RmsError => Math.Sqrt(squares / Count);

    /// <summary>Part of the worlds in which the interval (without one, 1.96 standard errors) held the truth.</summary>
    public double Held => held / (double)Count;

    /// <summary>Whether the mean error is chance. Always true of a quantity without a standard error, whose value is no linear
    /// function of what was counted.</summary>
    public bool IsUnbiased => !hasError || Math.Abs(MeanError) < BiasSigmas * MeanErrorStandardError;

    /// <summary>Whether the coverage is 95 % but for chance (3.5 sigma); that of an exact interval may be more.</summary>
    public bool IsHonest
    {
        get
        {
            double chance = SeedStatistics.CoverageSigmas
                * Math.Sqrt(MeasuredQuantity.IntervalConfidence * (1 - MeasuredQuantity.IntervalConfidence) / Count);
            double excess = Held - MeasuredQuantity.IntervalConfidence;
            return excess >= -chance && (hasInterval || excess <= chance);
        }
    }

    /// <summary>Takes one value.</summary>
    public void Add(MeasuredQuantity quantity, double truth)
    {
        double error = quantity.Value - truth;
        Count++;
        sum += error;
        squares += error * error;
        hasInterval |= quantity.HasInterval;
        hasError |= double.IsFinite(quantity.StandardError);
        bool isHeld = quantity.HasInterval
            ? quantity.Low <= truth && truth <= quantity.High
            : Math.Abs(error) < NormalQuantile * quantity.StandardError;
        if (isHeld)
            held++;
    }
}
