using Marianne.Jobs;
using Marianne.Text;

namespace Marianne.Running;

/// <summary>Replaces the values of secrets with <c>***</c> in everything that is saved or announced.</summary>
public sealed class SecretRedactor
{
    private const string Mask = "***";

    /// <summary>A shorter line of a value reveals nothing, and also occurs in other texts, such as a single brace.</summary>
    private const int ShortestLine = 4;

    private readonly string[] _values;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="values">The values of the secrets; <c>null</c> and empty values are ignored.</param>
    public SecretRedactor(IEnumerable<string?> values)
    {
        ArgumentNullException.ThrowIfNull(values);

        // The longest values come first, because one can be part of another. The lines of a value can occur separately.
        _values =
        [
            .. values.OfType<string>()
                .SelectMany(value =>
                    value.Split('\n').Select(line => line.Trim()).Where(line => line.Length >= ShortestLine).Prepend(value))
                .Where(value => value.Length > 0)
                .Distinct(StringComparer.Ordinal)
                .OrderByDescending(value => value.Length),
        ];
    }

    /// <summary>The length of the beginning of a truncated text that may be the end of a secret.</summary>
    private int LongestEnd => _values.Length == 0 ? 0 : _values[0].Length - 1;

    /// <summary>Redacts a text.</summary>
    /// <param name="text">The text.</param>
    public string? Redact(string? text) =>
        text is null ? null : _values.Aggregate(text, (rest, value) => rest.Replace(value, Mask, StringComparison.Ordinal));

    /// <summary>Redacts the last part of a text, and removes its beginning if that may be the end of a secret.</summary>
    /// <param name="tail">The last part of the text.</param>
    /// <param name="isCut">Indicates whether the text before the last part is missing.</param>
    public string RedactTail(string tail, bool isCut)
    {
        ArgumentNullException.ThrowIfNull(tail);
        return Redact(isCut ? TextTruncation.Last(tail, Math.Max(0, tail.Length - LongestEnd)) : tail)!;
    }

    /// <summary>Redacts the result of a validation.</summary>
    /// <param name="detail">The result.</param>
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
