using Qit.Timing.Counting;
using Qit.Timing.Estimation;
using Qit.Timing.OneWay;

namespace Qit.Agent.Protocols.OneWay;

/// <summary>The dwells of one answer, and the answer they give.</summary>
/// <param name="procedure">What is known beside the tags.</param>
internal sealed class OneWayVerdict(OneWayProcedure procedure)
{
    private readonly OneWaySolver solver = new(procedure.Calibration());
    private readonly List<OneWayMeasurement> dwells = [];
    private readonly List<double> bounds = [];
    private double pairs;
    private double deviceMicroseconds;

    /// <summary>Dwells with a peak.</summary>
    public int Count => dwells.Count;

    /// <summary>Takes a dwell's peak.</summary>
    /// <param name="dwell">The dwell.</param>
    /// <param name="peak">Its peak.</param>
    /// <param name="tickA">A's tick, ps.</param>
    /// <param name="tickB">B's.</param>
    public void Add(OneWayDwell dwell, OffsetEstimate peak, double tickA, double tickB)
    {
        // Counters round down: each tag is half a tick early on average.
        double difference = ((tickA - tickB) / 2) - (peak.OffsetFemtoseconds / 1000.0);
        dwells.Add(new OneWayMeasurement(
            dwell.Path, dwell.IsSwapped, peak.ValidityTimePicoseconds * 1e-12,
            (peak.ToPicoseconds - peak.FromPicoseconds) * 1e-12, difference, peak.OffsetStandardErrorPicoseconds));
        double width = Math.Sqrt((peak.PeakWidthPicosecondsRms * peak.PeakWidthPicosecondsRms)
            + (((tickA * tickA) + (tickB * tickB)) / 12));
        double floor = peak.Accidentals / (2 * peak.CoincidenceWindowPicoseconds);
        bounds.Add(CramerRaoBound.OffsetPicoseconds(peak.Coincidences, width, floor));
        pairs += peak.Coincidences;
        deviceMicroseconds += dwell.DeviceMicroseconds;
    }

    /// <summary>The answer, or a refusal.</summary>
    /// <param name="isSimulated">Whether any device behind it is simulated.</param>
    public ProtocolAnswer Answer(bool isSimulated)
    {
        var answer = new ProtocolAnswer
        {
            IsSimulated = isSimulated,
            DeviceTimeMicroseconds = dwells.Count == 0 ? 0 : (long)(deviceMicroseconds / dwells.Count),
        };
        try
        {
            return Describe(answer, solver.Solve(procedure.FirstPaths, dwells));
        }
        catch (OneWayException fault)
        {
            return answer with { Refusal = $"{fault.Fault}: {fault.Message}" };
        }
    }

    private ProtocolAnswer Describe(ProtocolAnswer answer, OneWaySolution solution)
    {
        OneWayErrorParts parts = solution.OffsetErrors;
        OneWayMeasurement[] bounded = [.. dwells.Zip(bounds, (dwell, bound) => dwell with { ErrorPicoseconds = bound })];
        return answer with
        {
            OffsetPicoseconds = solution.ClockOffsetPicoseconds,
            StandardErrorPicoseconds = solution.ClockOffsetErrorPicoseconds,
            BoundPicoseconds = solver.OffsetErrorPicoseconds(procedure.FirstPaths, bounded, solution),
            ErrorParts =
            [
                new("counting", parts.Counting),
                new("clocks", parts.Clocks),
                new("lengths", parts.Lengths),
                new("swapSwitch", parts.SwapSwitch),
                new("slowness", parts.Slowness),
                new("dispersion", parts.Dispersion),
                new("constantDelay", parts.Constant),
            ],
            Quantities =
            [
                new("secondPath", solution.SecondPathMetres, solution.SecondPathErrorMetres, "m"),
                new("dispersion", solution.Dispersion, solution.DispersionError, "ps/m"),
                new("slowness", solution.Slowness, solution.SlownessError, "ps/m"),
                new("frequency", solution.Frequency, solution.FrequencyError, "1"),
                new(ReferenceTime, solution.ReferenceSeconds, double.NaN, "s"),
                new("coincidences", pairs, double.NaN, "1"),
                new("dwells", dwells.Count, double.NaN, "1"),
                new("fitPValue", solution.PValue, double.NaN, "1"),
            ],
            Curves = [DifferenceLine(solution)],
        };
    }

    /// <summary>Equation 6: the difference of the two configurations over R1, and the line that was fitted.</summary>
    private MeasuredCurve DifferenceLine(OneWaySolution solution)
    {
        double atSwitch = procedure.DirectSwitchPicoseconds.Value - procedure.SwappedSwitchPicoseconds.Value;
        var points = new List<CurvePoint>();
        foreach (IGrouping<int, OneWayMeasurement> length in dwells.GroupBy(one => one.Path).OrderBy(one => one.Key))
        {
            if (Mean(length.Where(one => !one.IsSwapped)) is not { } direct
                || Mean(length.Where(one => one.IsSwapped)) is not { } swapped)
                continue;
            points.Add(new CurvePoint(
                procedure.FirstPaths[length.Key].Metres / 1000, (direct.Value - swapped.Value - atSwitch) / 1000,
                double.Hypot(direct.StandardError, swapped.StandardError) / 1000));
        }
        CurvePoint[] fit = [.. new[] { -solution.SecondPathMetres, procedure.FirstPaths.Max(path => path.Metres) }
            .Select(metres => new CurvePoint(metres / 1000, solution.Dispersion * (metres + solution.SecondPathMetres) / 1000))];
        return new MeasuredCurve("direct less swapped; zero at -R2", "R1 / km", "dt / ns", points, fit);

        // The clocks' frequency is taken off, so that times do not matter.
        ValueWithError? Mean(IEnumerable<OneWayMeasurement> some)
        {
            double weights = 0;
            double sum = 0;
            foreach (OneWayMeasurement one in some)
            {
                double weight = 1 / (one.ErrorPicoseconds * one.ErrorPicoseconds);
                weights += weight;
                double drift = solution.Frequency * 1e12 * (one.Seconds - solution.ReferenceSeconds);
                sum += weight * (one.DifferencePicoseconds - drift);
            }
            return weights > 0 ? new ValueWithError(sum / weights, 1 / Math.Sqrt(weights)) : null;
        }
    }

    /// <summary>Name of the quantity that says when the offset holds, on A's tagger.</summary>
    public const string ReferenceTime = "referenceTime";
}
