namespace Qit.Agent.Results;

/// <summary>The verdict over one block of Bell trials, with the bits where it is good.</summary>
public sealed record RandomnessResult(long TimeUnixNanoseconds, bool IsSimulated)
    : AgentResult(TimeUnixNanoseconds, IsSimulated)
{
    /// <summary>Number of the block in this run, from 1.</summary>
    public required int Block { get; init; }

    /// <summary>Number of its first trial.</summary>
    public required long FirstTrial { get; init; }

    /// <summary>Trials in the block.</summary>
    public required long Trials { get; init; }

    /// <summary>Fraction of CHSH games won.</summary>
    public required double WinningProbability { get; init; }

    /// <summary>Fraction that had to be won, fixed before the run.</summary>
    public required double ThresholdWinningProbability { get; init; }

    /// <summary>CHSH value S.</summary>
    public required double ChshS { get; init; }

    /// <summary>Standard error of S.</summary>
    public required double ChshSStandardError { get; init; }

    /// <summary>log10 of the p-value against local realism; valid with memory.</summary>
    public required double Log10PValue { get; init; }

    /// <summary>True when bits were certified and extracted.</summary>
    public required bool IsCertified { get; init; }

    /// <summary>Why not, when not; else null.</summary>
    public string? Refusal { get; init; }

    /// <summary>Certified smooth min-entropy, bits; 0 when refused.</summary>
    public required double MinEntropyBits { get; init; }

    /// <summary>Total soundness error: distance of the output from uniform and secret, all epsilons added.</summary>
    public required double SoundnessError { get; init; }

    /// <summary>SHA-256 of the parameters, fixed before the run, in hex.</summary>
    public required string ParametersSha256 { get; init; }

    /// <summary>What the certificate assumes about the stations' isolation, for people.</summary>
    public required string Isolation { get; init; }

    /// <summary>Bits extracted; 0 when refused.</summary>
    public required int OutputBits { get; init; }

    /// <summary>The bits, first bit in the high bit of byte 0; empty when refused.</summary>
    public required byte[] Output { get; init; }

    /// <summary>Random bits spent on settings, both stations.</summary>
    public required double SettingsBits { get; init; }

    /// <summary>Random bits spent on the extractor's seed.</summary>
    public required long SeedBits { get; init; }
}
