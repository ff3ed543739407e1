using Qit.Agent.Protocols;
using Qit.Agent.Publishing;
using Qit.Agent.Results;

namespace Qit.Agent.Tests.Support;

/// <summary>Results as a run of two stations would give them, from a fixed seed; no device and no clock behind them.</summary>
internal sealed class SyntheticResults(int seed = 1, bool isSimulated = true)
{
    /// <summary>2026-01-01T00:00:00Z.</summary>
    public const long Start = 1_767_225_600_000_000_000;

    private readonly Random random = new(seed);

    /// <summary>Presence of the gateway or a station of <see cref="Run"/>, as published.</summary>
    public const string Online =
        "{\"schemaVersion\":1,\"gateway\":\"lab-1\",\"runId\":\"20260101t000000z-5f3a\",\"simulated\":true,\"state\":\"online\"}";

    /// <summary>See <see cref="Online"/>.</summary>
    public static readonly string Offline = Online.Replace("online", "offline", StringComparison.Ordinal);

    public static RunIdentity Run(string gateway = "lab-1", bool isSimulated = true) =>
        new(gateway, "20260101t000000z-5f3a", isSimulated, Start, "0.1.0", ["alice", "bob"]);

    /// <summary>Offset number k, one a second: 1.2 us, drifting 3.4 ns/s with a slow wave, standard error near 12 ps.</summary>
    public OffsetResult Offset(int k)
    {
        double truth = 1.2e6 + (3400.0 * k) + (900 * Math.Sin(k / 40.0));
        double standardError = 12 + (2 * Math.Sin(k / 15.0));
        return new OffsetResult(Start + (k * 1_000_000_000L), isSimulated)
        {
            StationA = "alice",
            StationB = "bob",
            StationTimePicoseconds = k * 1_000_000_000_000L,
            OffsetPicoseconds = truth + (standardError * Gaussian()),
            StandardErrorPicoseconds = standardError,
            PathUncertaintyPicoseconds = 250,
            FrequencyOffset = 3.4e-9 + (1e-12 * Gaussian()),
            FrequencyOffsetStandardError = 1.2e-12,
            Coincidences = 4200 + (65 * Gaussian()),
            Accidentals = 38 + (6 * Gaussian()),
            PeakWidthPicosecondsRms = 410,
            TruthPicoseconds = isSimulated ? truth : null,
        };
    }

    public StationResult Station(string name, int k, bool isOnline = true, string? fault = null) =>
        new(Start + (k * 1_000_000_000L), isSimulated)
        {
            Station = name,
            Link = isSimulated ? "simulated" : "tcp://10.0.0.7:7001",
            IsOnline = isOnline,
            Fault = fault,
            DeviceId = name == "alice" ? 17u : 18u,
            BootId = 4,
            BootCount = 1,
            FirmwareVersion = "0.1.0",
            UptimeSeconds = 12 + k,
            SinglesPerSecond = 48_200 + (220 * Gaussian()),
            TrialsPerSecond = 9_990,
            TagCount = 48_200L * (k + 1),
            TagsLostCount = 0,
            TrialCount = 9_990L * (k + 1),
            TrialsLostCount = 0,
            ResultsReceived = 40L * (k + 1),
            ResentCount = 3,
            BadFrameCount = 0,
            DuplicateCount = 1,
            RingUsed = 5,
            RingCapacity = 32,
            EntropyHealth = "healthy",
        };

    public TrialProgressResult Progress(int k, int block = 1) =>
        new(Start + (k * 1_000_000_000L), isSimulated, block, Math.Min(9_990L * k, 2_000_000), 2_000_000, 1_200,
            "0884a3d6f74353cea6af9a2394e772a2f82f6ad695ac5181c9b81e0ebaeb2737");

    public TimingStateResult Tracking(int k) =>
        new(Start + (k * 1_000_000_000L), isSimulated, "tracking", "the correlation peak is found and followed");

    public ProtocolStateResult ProtocolState(int k) =>
        new(Start + (k * 1_000_000_000L), isSimulated, "round-trip", "measuring the dip, ramps running");

    public ProtocolResult Measurement(int k) => new(Start + (k * 1_000_000_000L), isSimulated)
    {
        Protocol = "round-trip",
        Stations = ["alice-loop"],
        TruthPicoseconds = isSimulated ? 3e6 : null,
        Answer = new ProtocolAnswer
        {
            IsSimulated = isSimulated,
            OffsetPicoseconds = 3e6 + (16_000 * Gaussian()),
            StandardErrorPicoseconds = 16_000,
            BoundPicoseconds = 15_100,
            DeviceTimeMicroseconds = 31_000_000L + (k * 1_000_000L),
            ErrorParts = [new("counting", 14_700), new("zero", 6_700)],
            Quantities = [new("visibility", 0.973, 0.0055, "1"), new("coincidences", 5639, double.NaN, "1")],
        },
    };

    public static TimeServiceResult TimeService(int k) => new(Start + (k * 1_000_000_000L), true)
    {
        Status = "valid", SecurityStatus = "notAssessed", ChronyState = "off",
    };

    public RandomnessResult Block(int number, int k, bool isCertified = true)
    {
        var output = new byte[isCertified ? 125 : 0];
        random.NextBytes(output);
        double winning = (isCertified ? 0.8421 : 0.7903) + (0.0003 * Gaussian());
        return new RandomnessResult(Start + (k * 1_000_000_000L), isSimulated)
        {
            Block = number,
            FirstTrial = (number - 1) * 2_000_000L,
            Trials = 2_000_000,
            WinningProbability = winning,
            ThresholdWinningProbability = 0.83,
            ChshS = (8 * winning) - 4,
            ChshSStandardError = 0.002,
            Log10PValue = isCertified ? -11_342.7 : -2_204.1,
            IsCertified = isCertified,
            Refusal = isCertified ? null : "won 0.7903 of the games, the threshold fixed before the run is 0.8300",
            MinEntropyBits = isCertified ? 1_212.5 : 0,
            SoundnessError = 1e-9,
            ParametersSha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            Isolation = "space-like separation, checked from the configured geometry",
            OutputBits = output.Length * 8,
            Output = output,
            SettingsBits = 4_000_000,
            SeedBits = 3_999_999,
        };
    }

    private double Gaussian() =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
