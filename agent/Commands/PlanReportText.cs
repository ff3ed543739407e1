using Qit.Agent.Progress;
using Qit.Timing.LinkPlanning;

namespace Qit.Agent.Commands;

/// <summary>The report of `qit plan` for people.</summary>
internal static class PlanReportText
{
    private const int MostLimits = 4;

    public static void Write(PlanReport report, TextWriter output)
    {
        LinkOptions link = report.Plan.Link;
        LinkFibre fibre = link.Fibre;
        LinkSource source = link.Source;
        Line(output, "link", $"{fibre.LengthToAMetres / 1000:G6} km to A at {source.SignalNanometres:G6} nm "
            + $"({fibre.LossAt(source.SignalNanometres):G3} dB/km), {fibre.LengthToBMetres / 1000:G6} km to B at "
            + $"{source.IdlerNanometres:G6} nm ({fibre.LossAt(source.IdlerNanometres):G3} dB/km)");
        Line(output, "source", source.Kind == SourceKind.Squeezed
            ? $"squeezed {source.SqueezingDecibels:G3} dB, {source.PhotonsPerPulse:G3} photons a pulse, "
                + $"{source.RepetitionHertz:G3} pulses/s"
            : $"{source.Kind}, {source.RatePerSecond():G4} a second at {source.PumpMilliwatts:G4} mW"
            + (source.RepetitionHertz > 0 ? $", {source.RepetitionHertz:G4} pulses/s" : ""));
        Line(output, "clocks", $"{link.ClockA} at A, {link.ClockB} at B");
        if (link.Classical.Count > 0) WriteClassical(report.Plan, output);
        if (report.Plan.Rates is PairRates rates) WriteRates(rates, output);
        WriteProtocols(report, output);
        if (report.Best is not (ProtocolPlan protocol, PlannedError error))
        {
            output.WriteLine();
            output.WriteLine("best        no protocol can be used on this link");
            return;
        }

        output.WriteLine();
        Line(output, "best", $"{protocol.Name}: {Units.Time(error.Total)} rms after {error.Seconds:G3} s, most of it "
            + $"{PlanReport.DominantPart(error)}");
        if (report.BestOfReport is (ProtocolPlan ofReport, PlannedError itsError) && ofReport != protocol)
            Line(output, "", $"of the three protocols of the report: {ofReport.Name}, {Units.Time(itsError.Total)} rms after "
                + $"{itsError.Seconds:G3} s");
        Line(output, "limits", $"{(report.Limits.Count == 0 ? "no single imperfection" : "")}{string.Join("; ",
            report.Limits.Take(MostLimits).Select(limit =>
                $"without {limit.Name} {Units.Time(limit.WithoutPicoseconds)}"))}");
        if (report.BestPumpMilliwatts is double pump)
            Line(output, "best pump", $"{pump:G3} mW: {Units.Time(report.AtBestPump!.Value)} after the same time");
        ClassVerdict? met = report.Met;
        Line(output, "class", met is ClassVerdict own
            ? $"{own.Mask.Name} is met ({own.Mask.Source}): rms at most {Time(own.AllowedPicoseconds)}"
            : $"none is met");
        if (report.Asked is not null)
        {
            ClassVerdict verdict = report.Classes.Single(row => row.Mask.Name == report.Asked.Name);
            Line(output, "verdict", $"{report.Asked.Name}: {(verdict.IsMet ? "met" : "NOT MET")}, rms "
                + $"{Units.Time(error.Total)}, allowed {Time(verdict.AllowedPicoseconds)}");
        }
    }

    private static void WriteClassical(LinkPlan plan, TextWriter output)
    {
        (ClassicalNoise a, ClassicalNoise b) = plan.Classical;
        output.WriteLine();
        output.WriteLine("photons/s of classical channels    along     against     leakage    4-wave mixing");
        foreach ((string name, ClassicalNoise noise) in new[] { ("A", a), ("B", b) })
        {
            output.WriteLine($"  at {name}, before its filter's loss  {noise.ForwardRaman,9:G4}{noise.BackwardRaman,12:G4}"
                + $"{noise.Leakage,12:G4}{noise.FourWaveMixing,17:G4}");
        }
    }

    private static void WriteRates(PairRates rates, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("rates, 1/s                A             B");
        Row("source's photons", rates.A.SourcePerSecond, rates.B.SourcePerSecond);
        if (rates.A.SourceNoisePerSecond + rates.B.SourceNoisePerSecond > 0)
            Row("source's noise", rates.A.SourceNoisePerSecond, rates.B.SourceNoisePerSecond);
        Row("classical channels", rates.A.ClassicalPerSecond, rates.B.ClassicalPerSecond);
        Row("dark", rates.A.DarkPerSecond, rates.B.DarkPerSecond);
        Row("singles", rates.A.SinglesPerSecond, rates.B.SinglesPerSecond);
        Line(output, "  coincidences", $"{rates.CoincidencesPerSecond:G5} in {rates.WindowPicoseconds:G4} ps, of them "
            + $"{rates.TruePerSecond:G5} true, {rates.AccidentalsPerSecond:G4} accidental, "
            + $"{rates.MultiPairsPerSecond:G4} of bunched pairs");
        Line(output, "  CAR", $"{rates.CoincidenceToAccidentalRatio:G5}; visibility {rates.Visibility:0.0000}");

        void Row(string name, double a, double b) => output.WriteLine($"  {name,-18}{a,10:G6}    {b,10:G6}");
    }

    private static void WriteProtocols(PlanReport report, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("protocol      averaging    counting  calibration       clock   error rms");
        foreach ((ProtocolPlan protocol, PlannedError? planned) in report.Rows)
        {
            if (planned is not PlannedError error)
            {
                output.WriteLine($"{protocol.Name,-12}  not usable: {protocol.Obstacle}");
                continue;
            }

            if (!double.IsFinite(error.Total))
            {
                output.WriteLine($"{protocol.Name,-12}{error.Seconds,9:G3} s  too short: so few counts would be refused");
                continue;
            }

            output.WriteLine($"{protocol.Name,-12}{error.Seconds,9:G3} s{Units.Time(error.Counting),12}"
                + $"{Units.Time(error.Calibration),13}{Units.Time(error.Clock),12}{Units.Time(error.Total),12}"
                + $"{(ReferenceEquals(protocol, report.Best?.Protocol) ? "  best" : "")}");
            string facts = string.Join(", ", protocol.Facts.Select(
                fact => $"{fact.Name} {fact.Value:G5} {fact.Unit}".TrimEnd()));
            output.WriteLine($"              {facts}");
        }
    }

    // A hair more, so that 1000 ps that rounding has left at 999.999... print as 1 ns.
    private static string Time(double picoseconds) => Units.Time(picoseconds * (1 + 1e-12));

    private static void Line(TextWriter output, string name, string text) =>
        output.WriteLine($"{name,-12}{(name.StartsWith(' ') ? "  " : "")}{text}");
}
