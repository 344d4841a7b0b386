using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Marianne.Errors;
using Marianne.Options;
using Marianne.Policies;

namespace Marianne.Instruments;

/// <summary>A message that an agent writes at the end of its output, and what it means.</summary>
public sealed record MessageOptions : OptionSet
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMilliseconds(500);

    /// <summary>The number of repetitions on which a pattern with exponential time takes for ever.</summary>
    private const int Repetitions = 60;

    private const int MostTrials = 12;

    private Regex? _regex;

    /// <summary>The description of the section and its keys.</summary>
    public static OptionSection<MessageOptions> Section { get; } = new("messages");

    /// <summary>A regular expression that is searched for in single lines. It ignores case.</summary>
    [Required]
    public string Pattern { get; init; } = "";

    /// <summary>What the message means. <c>none</c> means that it is not the message of a failure.</summary>
    [Required]
    public ReadingKind? Kind { get; init; }

    /// <summary>The compiled pattern. A search takes at most 500 milliseconds.</summary>
    /// <exception cref="ArgumentException">The pattern is invalid.</exception>
    internal Regex Regex => _regex ??= PatternLimit.Compile(
        Pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeLimit);

    /// <inheritdoc/>
    public bool Equals(MessageOptions? other) => other is not null && (Pattern, Kind) == (other.Pattern, other.Kind);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Pattern, Kind);

    internal override IEnumerable<OptionProblem> Validate()
    {
        if (string.IsNullOrWhiteSpace(Pattern))
            yield break;
        if (ProblemOf() is { } problem)
            yield return new("pattern", problem);
    }

    /// <summary>
    /// Returns the texts with which the pattern is tried: repetitions of its own characters and of common ones, which do not match
    /// at the end.
    /// </summary>
    private IEnumerable<string> Trials() => Pattern.Where(char.IsAsciiLetterOrDigit).Append('a').Append('1').Append(' ').Distinct()
        .TakeLast(MostTrials)
        .Select(character => new string(character, Repetitions) + "\u0001");

    private string? ProblemOf()
    {
        try
        {
            if (Regex.IsMatch(""))
                return $"{OptionValue.Show(Pattern)} matches any line. Use an expression that matches only the message.";
            foreach (string text in Trials())
                _ = Regex.IsMatch(text);
            return null;
        }
        catch (ArgumentException error)
        {
            return $"{OptionValue.Show(Pattern)} is not a valid regular expression: {error.Message} Correct it. "
                + "Use \\ to match special characters literally.";
        }
        catch (RegexMatchTimeoutException)
        {
            return $"{OptionValue.Show(Pattern)} takes too long to search a short line. Avoid repetitions within repetitions, "
                + "such as (a+)+.";
        }
    }
}
