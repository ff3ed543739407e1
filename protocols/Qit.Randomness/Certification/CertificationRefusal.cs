namespace Qit.Randomness.Certification;

/// <summary>Why a run is not certified.</summary>
public enum CertificationRefusal
{
    /// <summary>Light could carry a setting to the other station in time, and shielding is not assumed.</summary>
    NotSpaceLike,

    /// <summary>The parameters certify no entropy even when the run is accepted.</summary>
    NothingToCertify,

    /// <summary>The run was collected under other parameters than the ones that judge it.</summary>
    OtherParameters,

    /// <summary>The number of trials differs from the one fixed in the parameters.</summary>
    WrongTrialCount,

    /// <summary>The fraction of test trials is implausible for the test probability.</summary>
    ImplausibleTestFraction,

    /// <summary>The settings of the test trials are not uniform.</summary>
    SettingsNotUniform,

    /// <summary>A station's outcome depends on the other station's setting.</summary>
    Signalling,

    /// <summary>More wins than quantum theory allows: the stations communicate or the data are faulty.</summary>
    BeyondQuantum,

    /// <summary>The CHSH game was lost too often.</summary>
    BelowThreshold,
}
