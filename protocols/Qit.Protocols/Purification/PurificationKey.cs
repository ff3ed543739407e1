namespace Qit.Protocols.Purification;

/// <summary>Keys of Configure and Query for the purification loop.</summary>
public static class PurificationKey
{
    /// <summary>Rounds of purification, 0 to what the memory can do.</summary>
    public const byte Rounds = 0x80;

    /// <summary>0 BBPSSW, 1 DEJMPS.</summary>
    public const byte Protocol = 0x81;

    /// <summary>Part of the pairs that is measured to estimate the fidelity, millionths, 0 to 1 000 000.</summary>
    public const byte SamplePerMillion = 0x82;

    /// <summary>Query only: number of the run, from 1 after boot; 0 before the first.</summary>
    public const byte Run = 0x83;

    /// <summary>Query only: records of this run, those sent in blocks, waiting and lost; -1 while it runs, and until the memory
    /// has been read empty.</summary>
    public const byte RecordCount = 0x84;

    /// <summary>Query only: calibrated error of the memory's gate, millionths.</summary>
    public const byte GateErrorPerMillion = 0x85;

    /// <summary>Query only: calibrated error of the memory's measurement, millionths.</summary>
    public const byte ReadoutErrorPerMillion = 0x86;

    /// <summary>Query only: most rounds that the memory can do.</summary>
    public const byte MostRounds = 0x87;
}
