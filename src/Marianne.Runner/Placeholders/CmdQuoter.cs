namespace Marianne.Placeholders;

/// <summary>Finds and quotes placeholders in commands for cmd on Windows.</summary>
internal static class CmdQuoter
{
    /// <summary>Returns the placeholders in a command.</summary>
    /// <remarks>In cmd only double quotes quote. Outside of them a caret escapes the next character.</remarks>
    /// <param name="text">The command.</param>
    /// <param name="names">The names of placeholders.</param>
    public static IEnumerable<PlaceholderSlot> Find(string text, IEnumerable<string> names)
    {
        bool isQuoted = false;
        for (int index = 0; index < text.Length; index++)
        {
            if (PlaceholderSlot.NameAt(text, index, names) is { } name)
            {
                var slot = new PlaceholderSlot(index, name, isQuoted ? QuotingContext.Double : QuotingContext.Bare);
                yield return slot;
                index = slot.End - 1;
            }
            else if (text[index] == '^' && !isQuoted)
            {
                index++;
            }
            else if (text[index] == '"')
            {
                isQuoted = !isQuoted;
            }
        }
    }

    /// <summary>Quotes a value for a placeholder.</summary>
    /// <param name="text">The command.</param>
    /// <param name="slot">The placeholder.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="MarianneException">The value cannot be quoted.</exception>
    public static string Quote(string text, PlaceholderSlot slot, string value)
    {
        string? wrong = value.IndexOfAny(['"', '%', '\r', '\n']) switch
        {
            < 0 => null,
            int at when value[at] is '"' or '%' => $"the character {value[at]}",
            _ => "more than one line",
        };
        if (wrong is not null)
            throw PlaceholderErrors.UnsafeValue(slot.Name, wrong, text);

        // Programs read backslashes before a quote as escapes, so those at the end are doubled.
        bool endsAtQuote = slot.Quoting == QuotingContext.Bare || text.ElementAtOrDefault(slot.End) == '"';
        string end = endsAtQuote ? new string('\\', value.Length - value.TrimEnd('\\').Length) : "";
        return slot.Quoting == QuotingContext.Bare ? $"\"{value}{end}\"" : value + end;
    }
}
