namespace Qit.Timing.Monitoring;

/// <summary>
/// Which station is the reference: the first in order of preference that is trusted. A reference that loses trust is left
/// at once; a preferred station that is trusted again is gone back to only after the dwell time. Trust comes back after a
/// hold-off without alarm, so that a clock at the edge does not make the reference flutter.
/// </summary>
internal sealed class ReferenceSelector
{
    private readonly int[] preference;
    private readonly double[] distrustedUntil;
    private readonly MonitorOptions options;
    private double lastSwitch = double.NegativeInfinity;

    public ReferenceSelector(int[] preference, MonitorOptions options)
    {
        this.preference = preference;
        this.options = options;
        distrustedUntil = new double[preference.Length];
        Array.Fill(distrustedUntil, double.NegativeInfinity);
        Reference = preference[0];
    }

    /// <summary>The station; -1 while none is trusted.</summary>
    public int Reference { get; private set; }

    public int SwitchCount { get; private set; }

    public bool IsTrusted(int station, double time) => time >= distrustedUntil[station];

    public void Distrust(int station, double time) => distrustedUntil[station] = time + options.HoldOffSeconds;

    public void Choose(double time)
    {
        int best = Array.Find(preference, station => IsTrusted(station, time)) is int found && IsTrusted(found, time)
            ? found : -1;
        bool mustLeave = Reference < 0 || !IsTrusted(Reference, time);
        if (best == Reference || (!mustLeave && time - lastSwitch < options.DwellSeconds)) return;
        Reference = best;
        lastSwitch = time;
        SwitchCount++;
    }
}
