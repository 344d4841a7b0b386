using System.Diagnostics.CodeAnalysis;
using Marianne.Text;

namespace Marianne.Reports;

/// <summary>Redacts and shortens the texts of a report, and limits the size of all prompts and outputs together.</summary>
internal sealed class TextBudget
{
    /// <summary>The most characters of one prompt or output.</summary>
    public const int LongestText = 8_000;

    /// <summary>The most characters of a name or a message.</summary>
    private const int LongestMessage = 2_000;

    /// <summary>The most characters of all prompts and outputs. Outputs of agents compress to a tenth or less.</summary>
    private const long LongestTotal = 12_000_000;

    private long _left = LongestTotal;

    /// <summary>The number of texts that did not fit.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Returns a redacted message, of which the beginning is kept.</summary>
    /// <param name="text">The message.</param>
    /// <param name="redact">Replaces secrets.</param>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Message(string? text, Func<string, string> redact) =>
        text is null ? null : TextTruncation.Shorten(redact(text), LongestMessage);

    /// <summary>Returns a redacted prompt, of which the beginning is kept, or <c>null</c> if it does not fit.</summary>
    /// <param name="text">The prompt.</param>
    /// <param name="redact">Replaces secrets.</param>
    public string? Prompt(string? text, Func<string, string> redact) =>
        text is null ? null : Take(TextTruncation.Shorten(redact(text), LongestText));

    /// <summary>Returns the end of a redacted output, or <c>null</c> if it does not fit.</summary>
    /// <param name="text">The output.</param>
    /// <param name="redact">Replaces secrets.</param>
    /// <param name="cut">The number of characters before it that are missing.</param>
    public string? Output(string? text, Func<string, string> redact, out int cut)
    {
        cut = 0;
        if (text is null)
            return null;

        string safe = redact(text); // Before it is cut, so that no part of a secret remains.
        cut = Math.Max(0, safe.Length - LongestText);
        if (cut > 0 && char.IsLowSurrogate(safe[cut]))
            cut++;
        return Take(safe[cut..]);
    }

    private string? Take(string text)
    {
        if (_left < text.Length)
        {
            LeftOut++;
            return null;
        }

        _left -= text.Length;
        return text;
    }
}
