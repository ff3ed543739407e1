using System.Security.Cryptography;
using System.Text;
using Qit.Randomness.Certification;

namespace Qit.Randomness.Statements;

/// <summary>
/// Everything that raw data are judged by, whatever the class of the device, fixed before the data: immutable, named by
/// <see cref="Hash"/>. Data carry the hash they were collected under, and no other parameters accept them.
/// </summary>
public abstract class EntropyParameters
{
    private string? hash;

    private protected EntropyParameters()
    {
    }

    /// <summary>The class of the statement.</summary>
    public abstract RandomnessClass Class { get; }

    /// <summary>What the statement takes for granted, a sentence each.</summary>
    public abstract IReadOnlyList<string> Trusted { get; }

    /// <summary>The method in short, for example "homodyne-vacuum".</summary>
    public abstract string Method { get; }

    /// <summary>Where the bound is proved: authors, journal or arXiv number.</summary>
    public abstract string Reference { get; }

    /// <summary>What the adversary may hold.</summary>
    public abstract SideInformation SideInformation { get; }

    /// <summary>eps_s: smoothing of the min-entropy, in the sense that the method's documentation states.</summary>
    public abstract double SmoothingError { get; }

    /// <summary>
    /// All that has to be added to the extractor's error to bound the distance of the output from uniform bits that nobody
    /// else knows (half the trace norm, weighted with the probability of acceptance).
    /// </summary>
    public abstract double StatementError { get; }

    /// <summary>
    /// All parameters as lines key=value, in fixed order and culture, numbers in their shortest exact form. UTF-8, line
    /// feeds, one after the last line. The first line names the method and its version.
    /// </summary>
    public abstract string CanonicalText { get; }

    /// <summary>SHA-256 of <see cref="CanonicalText"/>, lower-case hexadecimal: publish it before the data.</summary>
    public string Hash => hash ??= Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalText)));
}
