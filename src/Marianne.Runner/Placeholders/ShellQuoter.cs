namespace Marianne.Placeholders;

/// <summary>Quotes the values of placeholders in commands for sh.</summary>
internal static class ShellQuoter
{
    /// <summary>Quotes a value for a placeholder.</summary>
    /// <param name="text">The command.</param>
    /// <param name="slot">The placeholder.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="MarianneException">The position is unsafe, and the value is not a number.</exception>
    public static string Quote(string text, PlaceholderSlot slot, string value) => slot.Quoting switch
    {
        QuotingContext.Single => value.Replace("'", @"'\''", StringComparison.Ordinal),
        QuotingContext.Bare => $"'{value.Replace("'", @"'\''", StringComparison.Ordinal)}'",

        // The quotes are closed and opened again, so that the value is not read as part of a variable name before it.
        QuotingContext.Double => "\"\"" + string.Concat(value.Select(c => c is '\\' or '"' or '$' or '`' ? $"\\{c}" : $"{c}")),
        _ when value.All(char.IsAsciiDigit) => value,
        _ => throw PlaceholderErrors.UnsafePosition(slot.Name, text),
    };
}
