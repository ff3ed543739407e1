namespace Qit.Randomness.Statements;

/// <summary>Why raw data of a trusted or partly trusted device certify nothing.</summary>
public enum EntropyRefusalKind
{
    /// <summary>The parameters certify no entropy even when nothing stands against the data.</summary>
    NothingToCertify,

    /// <summary>The data were collected under other parameters than the ones that judge them.</summary>
    OtherParameters,

    /// <summary>Fewer or more samples than the parameters fix.</summary>
    WrongSampleCount,

    /// <summary>A calibration cannot confirm the quantum noise that the parameters count on.</summary>
    QuantumNoiseTooLow,

    /// <summary>A calibration cannot exclude more classical noise than the parameters allow.</summary>
    ClassicalNoiseTooHigh,

    /// <summary>The noise is larger than the parameters allow: the converter's range does not fit it.</summary>
    TotalNoiseTooHigh,

    /// <summary>The first or the last code of the converter is too frequent.</summary>
    Saturated,

    /// <summary>A code in the middle of the range is more frequent than the certified guessing probability.</summary>
    ImplausibleCode,

    /// <summary>The mean left the interval that the parameters allow.</summary>
    OffsetOutOfRange,

    /// <summary>Part of the raw data has less noise than the calibration promised: local oscillator off or drifting.</summary>
    NoiseDrift,

    /// <summary>Neighbouring samples are more alike than the detector's bandwidth explains.</summary>
    Correlated,

    /// <summary>A health test of SP 800-90B failed on the raw data.</summary>
    HealthTestFailed,

    /// <summary>The test basis shows more errors than the parameters allow.</summary>
    PhaseErrorTooHigh,

    /// <summary>The share of test rounds among the clicks is implausible: detection depends on the basis.</summary>
    ImplausibleBasisFraction,

    /// <summary>Too few clicks in the test basis or the other one.</summary>
    TooFewClicks,
}
