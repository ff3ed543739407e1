using Qit.Timing.LinkPlanning;
using Qit.Timing.Stability;

namespace Qit.Agent.Commands;

/// <summary>Everything that `qit plan` prints.</summary>
internal sealed class PlanReport
{
    private PlanReport(LinkPlan plan, TimingMask? asked)
    {
        Plan = plan;
        Asked = asked;
        Rows = [.. plan.Protocols.Select(own => (own, own.Obstacle is null ? plan.Error(own) : (PlannedError?)null))];
        Best = plan.Best;
        if (Best is not (ProtocolPlan protocol, PlannedError error)) return;
        Classes = LinkPlan.Classes(error);
        Limits = plan.Limits(protocol.Name, error.Seconds);
        BestPumpMilliwatts = protocol.Name == "quadrature" ? null : plan.BestPumpMilliwatts(protocol.Name, error.Seconds);
        if (BestPumpMilliwatts is double pump) AtBestPump = plan.ErrorAtPump(protocol.Name, error.Seconds, pump);
    }

    public LinkPlan Plan { get; }

    /// <summary>Class that was asked for.</summary>
    public TimingMask? Asked { get; }

    /// <summary>Protocols with their errors; null for one that cannot be used.</summary>
    public IReadOnlyList<(ProtocolPlan Protocol, PlannedError? Error)> Rows { get; }

    public (ProtocolPlan Protocol, PlannedError Error)? Best { get; }

    /// <summary>The best of the three protocols of ITU-T FG QIT4N D1.2; null when none of them can be used.</summary>
    public (ProtocolPlan Protocol, PlannedError Error)? BestOfReport => Rows
        .Where(row => row.Protocol.Name is "round-trip" or "one-way" or "two-way" && row.Error is { } error
            && double.IsFinite(error.Total))
        .OrderBy(row => row.Error!.Value.Total)
        .Select(row => ((ProtocolPlan, PlannedError)?)(row.Protocol, row.Error!.Value)).FirstOrDefault();

    /// <summary>Tightest first.</summary>
    public IReadOnlyList<ClassVerdict> Classes { get; } = [];

    /// <summary>Largest first.</summary>
    public IReadOnlyList<LinkLimit> Limits { get; } = [];

    /// <summary>Null where no pump is varied.</summary>
    public double? BestPumpMilliwatts { get; }

    /// <summary>Error of the best protocol there, picoseconds.</summary>
    public double? AtBestPump { get; }

    /// <summary>Tightest class that is met.</summary>
    public ClassVerdict? Met => Classes.Where(verdict => verdict.IsMet)
        .Select(verdict => (ClassVerdict?)verdict).FirstOrDefault();

    /// <summary>What was asked for is met; without a class, some protocol can be used.</summary>
    public bool IsGood => Best is not null
        && (Asked is null || Classes.Single(verdict => verdict.Mask.Name == Asked.Name).IsMet);

    /// <summary>The largest of the error's three parts, by name.</summary>
    public static string DominantPart(PlannedError error) =>
        error.Counting >= Math.Max(error.Calibration, error.Clock) ? "counting"
        : error.Clock >= error.Calibration ? "clock noise" : "calibration";

    public static PlanReport Compute(LinkOptions link, TimingMask? asked) => new(LinkPlan.Of(link), asked);
}
