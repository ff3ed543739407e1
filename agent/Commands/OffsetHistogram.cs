using Qit.Timing.Estimation;

namespace Qit.Agent.Commands;

/// <summary>`qit offset --histogram`: two-way time transfer from a histogram of ta - tb.</summary>
internal static class OffsetHistogram
{
    public static int Run(string path, bool json, TextWriter output)
    {
        DifferenceHistogram histogram = OffsetInput.Read(path, stream =>
        {
            using var reader = new StreamReader(stream);
            return DifferenceHistogram.Read(reader, path);
        });
        bool? simulated = SimulatedMark.Of(path, histogram.Simulated);
        TwoPeakResult? result = TwoPeakFit.Fit(histogram);
        if (json) OffsetReportJson.Write(path, simulated, result, output);
        else Write(path, histogram, simulated, result, output);
        return result is null ? ExitCode.AnswerIsNo : ExitCode.Good;
    }

    internal static string Name(TwoPeakShape shape) =>
        shape == TwoPeakShape.Gaussian ? "gaussian" : "gaussian-with-pedestal";

    private static void Write(
        string path, DifferenceHistogram histogram, bool? simulated, TwoPeakResult? result, TextWriter output)
    {
        SimulatedMark.Write(simulated, "the histogram is", output);
        long pairs = histogram.Counts.Sum();
        if (result is null)
        {
            output.WriteLine(
                $"no offset: the histogram does not show two peaks, each of 6 sigma; {pairs} pairs in "
                + $"{histogram.Counts.Count} bins");
            return;
        }

        output.WriteLine(
            $"offset            {-result.OffsetPicoseconds / 1000:+0.0000;-0.0000} ns +- "
            + $"{result.OffsetStandardErrorPicoseconds / 1000:0.0000} ns");
        output.WriteLine("                  time(B) - time(A): minus the midpoint of the two peaks in ta - tb");
        output.WriteLine(
            $"travel time       {result.TravelTimePicoseconds / 1000:0.0000} ns +- "
            + $"{result.TravelTimeStandardErrorPicoseconds / 1000:0.0000} ns (half the separation; assumes equal "
            + "delays both ways)");
        output.WriteLine(
            $"peaks             {result.CentresPicoseconds.First / 1000:0.0000} ns and "
            + $"{result.CentresPicoseconds.Second / 1000:0.0000} ns, {result.WidthsPicosecondsRms.First:0.0} ps and "
            + $"{result.WidthsPicosecondsRms.Second:0.0} ps rms");
        output.WriteLine(
            $"coincidences      {result.Coincidences.First:0.0} and {result.Coincidences.Second:0.0}, on "
            + $"{result.AccidentalsPerBin:0.000} accidentals a bin");
        string pedestal = result.Shape == TwoPeakShape.Gaussian ? ""
            : $", {100 * result.PedestalShare:0} % of a peak in its pedestal";
        output.WriteLine(
            $"shape             {Name(result.Shape)}{pedestal}; reduced chi-square {result.ReducedChiSquare:0.00} "
            + $"over {result.DegreesOfFreedom} degrees of freedom");
        if (result.ErrorScale > 1)
            output.WriteLine(
                $"note              the shape does not fit perfectly: errors are scaled by {result.ErrorScale:0.00}, "
                + "the square root of the reduced chi-square");
        output.WriteLine(
            $"file              {path}: {pairs} pairs in {histogram.Counts.Count} bins of "
            + $"{histogram.BinPicoseconds:0.###} ps");
    }
}
