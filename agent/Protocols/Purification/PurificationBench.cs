using Qit.Agent.Protocols.Simulation;
using Qit.Firmware.Host;
using Qit.Hal.Simulation;
using Qit.Timing.Purification;

namespace Qit.Agent.Protocols.Purification;

/// <summary>Two stations with quantum memories and the session between them.</summary>
/// <param name="options">The world.</param>
/// <param name="measurement">How it is measured.</param>
internal sealed class PurificationBench(PurificationOptions options, PurificationMeasurement measurement) : ProtocolBench
{
    private readonly PurificationSession session = new(measurement);
    private readonly PurificationDevices devices = new(options);

    /// <inheritdoc/>
    public override SimulatedDevices Devices => devices;

    /// <inheritdoc/>
    public override IProtocolSession Session => session;

    /// <summary>The world, once a board has been made.</summary>
    internal PurificationExperiment Experiment => devices.Experiment!;

    /// <inheritdoc/>
    public override double TruthPicoseconds(ProtocolAnswer answer) => double.NaN;

    /// <summary>Truth of the last answer's fidelities, expected successes and errors. A success that is expected is held against
    /// what happened.</summary>
    /// <param name="name">Name of the quantity.</param>
    public override double? TruthOf(string name)
    {
        // The run that goes on now is one more.
        int run = session.RunCount - (name.StartsWith("bbpssw", StringComparison.Ordinal) ? 3 : 2);
        if (devices.Experiment is not PurificationExperiment experiment || run < 0 || run >= experiment.Runs.Count || !char.IsAsciiDigit(name[^1]))
            return null;
        PurificationTruth truth = experiment.Runs[run];
        string what = name["bbpssw".Length..].TrimEnd([.. "0123456789"]);
        int rounds = int.Parse(name[("bbpssw".Length + what.Length)..], System.Globalization.CultureInfo.InvariantCulture);
        return what switch
        {
            "Fidelity" => truth.Fidelity(rounds),
            "Theory" => truth.Kept(rounds) / (double)truth.Compared(rounds),
            "Error" => 1e12 * PurificationPlan.ErrorSeconds(
                measurement.ClockFrequencyHertz, PairsLeft(truth, rounds), 0, 1 - truth.Fidelity(rounds)),
            _ => null,
        };
    }

    private static double PairsLeft(PurificationTruth truth, int rounds)
    {
        double left = truth.Pairs(0);
        for (int round = 1; round <= rounds; round++)
            left *= truth.Kept(round) / (2.0 * truth.Compared(round));
        return left;
    }
}
