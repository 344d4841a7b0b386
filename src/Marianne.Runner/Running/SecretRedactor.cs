using Marianne.Jobs;
using Marianne.Text;

namespace Marianne.Running;

/// <summary>Takes the values of secrets out of whatever is kept or told.</summary>
public sealed class SecretRedactor
{
    private const string Mask = "***";

    /// <summary>A shorter line of a value tells nothing by itself, and what is no secret has such lines too: a brace.</summary>
    private const int ShortestLine = 4;

    private readonly string[] _values;

    /// <summary>Makes a redactor.</summary>
    /// <param name="values">The values; empty ones are none.</param>
    public SecretRedactor(IEnumerable<string?> values)
    {
        ArgumentNullException.ThrowIfNull(values);

        // The longest first: one may be a part of another. A value of many lines may be shown line by line.
        _values =
        [
            .. values.OfType<string>()
                .SelectMany(value => value.Split('\n').Select(line => line.Trim()).Where(line => line.Length >= ShortestLine).Prepend(value))
                .Where(value => value.Length > 0)
                .Distinct(StringComparer.Ordinal)
                .OrderByDescending(value => value.Length),
        ];
    }

    /// <summary>How much of the beginning of a text that was cut may be the end of a secret.</summary>
    private int LongestEnd => _values.Length == 0 ? 0 : _values[0].Length - 1;

    /// <summary>The text without secrets.</summary>
    public string? Redact(string? text) =>
        text is null ? null : _values.Aggregate(text, (rest, value) => rest.Replace(value, Mask, StringComparison.Ordinal));

    /// <summary>The last part of a text, without secrets and without what may be the end of one that was cut.</summary>
    public string RedactTail(string tail, bool isCut)
    {
        ArgumentNullException.ThrowIfNull(tail);
        return Redact(isCut ? TextTruncation.Last(tail, Math.Max(0, tail.Length - LongestEnd)) : tail)!;
    }

    /// <summary>A result of a validation without secrets.</summary>
    public ValidationDetail Redact(ValidationDetail detail)
    {
        ArgumentNullException.ThrowIfNull(detail);
        return _values.Length == 0 ? detail : detail with
        {
            Description = Redact(detail.Description),
            Path = Redact(detail.Path),
            Pattern = Redact(detail.Pattern),
            ActualValue = Redact(detail.ActualValue),
            ExpectedValue = Redact(detail.ExpectedValue),
            ErrorMessage = Redact(detail.ErrorMessage),
            FailureReason = Redact(detail.FailureReason),
            SuggestedFix = Redact(detail.SuggestedFix),
        };
    }
}
