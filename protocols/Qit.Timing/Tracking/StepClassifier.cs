namespace Qit.Timing.Tracking;

/// <summary>Names a confirmed step.</summary>
internal static class StepClassifier
{
    /// <summary>A cycle slip when the size is a whole number of a period within its error, which must be small against the
    /// period; else a step, of the frequency when that has changed too.</summary>
    public static TrackerEvent Classify(
        long time, double sizePicoseconds, double error, bool hasNewFrequency, IReadOnlyList<double> periodsPicoseconds)
    {
        const double Sigmas = 5;
        const double LargestShare = 0.1;
        foreach (double period in periodsPicoseconds)
        {
            double cycles = Math.Round(sizePicoseconds / period);
            double rest = Math.Abs(sizePicoseconds - (cycles * period));
            if (cycles == 0 || Sigmas * error > LargestShare * period || rest > Sigmas * error) continue;
            return new TrackerEvent(TrackerEventKind.CycleSlip, time, sizePicoseconds, error, (long)cycles);
        }

        TrackerEventKind kind = hasNewFrequency ? TrackerEventKind.FrequencyStep : TrackerEventKind.Step;
        return new TrackerEvent(kind, time, sizePicoseconds, error);
    }
}
