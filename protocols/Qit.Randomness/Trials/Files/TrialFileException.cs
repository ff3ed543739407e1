using System.Globalization;

namespace Qit.Randomness.Trials.Files;

/// <summary>A trial file says something impossible. The message names the place and what would be right.</summary>
public sealed class TrialFileException : Exception
{
    /// <summary>Names the place and what would be right.</summary>
    /// <param name="offset">Offset in the file, bytes.</param>
    /// <param name="message">What is there and what would be right.</param>
    public TrialFileException(long offset, FormattableString message)
        : base(Place(offset, message))
    {
        Offset = offset;
    }

    /// <summary>Offset in the file where the fault lies, bytes.</summary>
    public long Offset { get; }

    private static string Place(long offset, FormattableString message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return string.Create(CultureInfo.InvariantCulture, $"byte {offset}: {message.ToString(CultureInfo.InvariantCulture)}");
    }
}
