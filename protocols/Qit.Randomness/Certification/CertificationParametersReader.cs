namespace Qit.Randomness.Certification;

/// <summary>
/// Makes parameters again from their published text. What was computed when they were first built is computed again, and
/// the result must have the very same text, hence the same hash: a text that claims more than its method gives is refused.
/// </summary>
public static class CertificationParametersReader
{
    /// <summary>Reads a canonical text.</summary>
    /// <param name="canonicalText">As <see cref="Statements.EntropyParameters.CanonicalText"/> gave it, byte for byte.</param>
    /// <returns>Parameters whose <see cref="Statements.EntropyParameters.CanonicalText"/> equals the text.</returns>
    /// <exception cref="FormatException">
    /// The text is no canonical text of a known method; the message names line and key, and what would be right.
    /// </exception>
    public static CertificationParameters Read(string canonicalText)
    {
        var text = new CanonicalText(canonicalText);
        CertificationParameters parameters;
        try
        {
            parameters = text.Take("certification") switch
            {
                EntropyAccumulationParameters.Version => EntropyAccumulationParameters.ReadFrom(text),
                string other => throw text.Fault("certification", other, EntropyAccumulationParameters.Version),
            };
        }
        catch (ArgumentException fault)
        {
            throw new FormatException($"The parameters contradict themselves: {fault.Message}", fault);
        }
        text.CheckAllTaken();
        CanonicalText.CheckEqual(canonicalText, parameters.CanonicalText);
        return parameters;
    }
}
