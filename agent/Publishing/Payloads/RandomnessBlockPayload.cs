using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Qit.Agent.Results;

namespace Qit.Agent.Publishing.Payloads;

/// <summary>
/// The verdict over one block of Bell trials. Bits leave only with a certificate. Bits of simulated devices leave under
/// another name than real ones, so that a reader that forgets to look at <see cref="Payload.Simulated"/> gets none.
/// </summary>
public sealed record RandomnessBlockPayload : Payload
{
    /// <summary>What a simulated block says of itself.</summary>
    public const string SimulatedWarning = "simulated devices: not randomness";

    /// <summary>Writes a result out.</summary>
    /// <param name="run">The run.</param>
    /// <param name="seq">Number of the message.</param>
    /// <param name="result">The verdict.</param>
    /// <param name="withBits">False for readers that may not have the bits.</param>
    /// <exception cref="ArgumentException">The output's length does not fit its number of bits.</exception>
    public RandomnessBlockPayload(RunIdentity run, long seq, RandomnessResult result, bool withBits)
        : base(run, seq, result.TimeUnixNanoseconds, result.IsSimulated,
            result.IsCertified ? SecurityStatuses.Certified : SecurityStatuses.Refused)
    {
        if (result.IsCertified && result.Output.Length != (result.OutputBits + 7) / 8)
        {
            throw new ArgumentException(
                $"Block {result.Block} claims {result.OutputBits} output bits but brings " +
                $"{result.Output.Length} bytes.");
        }
        Warning = result.IsSimulated ? SimulatedWarning : null;
        Block = result.Block;
        FirstTrial = result.FirstTrial;
        TrialCount = result.Trials;
        WinningProbability = result.WinningProbability;
        ThresholdWinningProbability = result.ThresholdWinningProbability;
        ChshS = result.ChshS;
        ChshSStandardError = result.ChshSStandardError;
        Log10PValue = result.Log10PValue;
        Certified = result.IsCertified;
        Refusal = result.Refusal;
        MinEntropyBits = result.MinEntropyBits;
        SoundnessError = result.SoundnessError;
        ParametersSha256 = result.ParametersSha256;
        Isolation = result.Isolation;
        SettingsBits = result.SettingsBits;
        SeedBits = result.SeedBits;
        if (!result.IsCertified)
            return;
        OutputBits = result.OutputBits;
        OutputSha256 = Convert.ToHexStringLower(SHA256.HashData(result.Output));
        if (!withBits)
            return;
        if (result.IsSimulated)
            SimulatedBits = Convert.ToBase64String(result.Output);
        else
            Bits = Convert.ToBase64String(result.Output);
    }

    /// <summary><see cref="SimulatedWarning"/> or absent.</summary>
    [JsonPropertyOrder(-1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Warning { get; }

    /// <summary>Number of the block, from 1.</summary>
    public int Block { get; }

    /// <summary>Number of its first trial.</summary>
    public long FirstTrial { get; }

    /// <summary>Trials in the block.</summary>
    public long TrialCount { get; }

    /// <summary>Fraction of CHSH games won.</summary>
    public double WinningProbability { get; }

    /// <summary>Fraction that had to be won.</summary>
    public double ThresholdWinningProbability { get; }

    /// <summary>CHSH value.</summary>
    public double ChshS { get; }

    /// <summary>Its standard error.</summary>
    public double ChshSStandardError { get; }

    /// <summary>log10 of the p-value against local realism.</summary>
    public double Log10PValue { get; }

    /// <summary>Bits were certified and extracted.</summary>
    public bool Certified { get; }

    /// <summary>Why not, when not; else null.</summary>
    public string? Refusal { get; }

    /// <summary>Certified smooth min-entropy; 0 when refused.</summary>
    public double MinEntropyBits { get; }

    /// <summary>All epsilons added.</summary>
    public double SoundnessError { get; }

    /// <summary>SHA-256 of the parameters fixed before the run, hex.</summary>
    public string ParametersSha256 { get; }

    /// <summary>What the certificate assumes of the stations' isolation.</summary>
    public string Isolation { get; }

    /// <summary>Random bits spent on settings.</summary>
    public double SettingsBits { get; }

    /// <summary>Random bits spent on the extractor's seed.</summary>
    public long SeedBits { get; }

    /// <summary>Bits extracted; 0 when refused.</summary>
    public int OutputBits { get; }

    /// <summary>SHA-256 of the bits as bytes, hex; null when refused.</summary>
    public string? OutputSha256 { get; }

    /// <summary>The bits of real devices, base64, first bit in the high bit of byte 0; else null.</summary>
    public string? Bits { get; }

    /// <summary>What simulated devices yield in their place, base64; absent from real ones.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SimulatedBits { get; }
}
