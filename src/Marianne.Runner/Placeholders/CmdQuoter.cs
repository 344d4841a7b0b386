namespace Marianne.Placeholders;

/// <summary>A command for cmd of Windows, and where in it places are.</summary>
internal static class CmdQuoter
{
    /// <summary>The places of some names. Only double quotes count, and out of them a caret before one.</summary>
    public static IEnumerable<PlaceholderSlot> Places(string text, IEnumerable<string> names)
    {
        bool isQuoted = false;
        for (int index = 0; index < text.Length; index++)
        {
            if (PlaceholderSlot.NameAt(text, index, names) is { } name)
            {
                var place = new PlaceholderSlot(index, name, isQuoted ? QuotingContext.Double : QuotingContext.Bare);
                yield return place;
                index = place.End - 1;
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

    /// <summary>A value as it is written at a place.</summary>
    /// <exception cref="MarianneException">There is no way to write it.</exception>
    public static string Quote(string text, PlaceholderSlot place, string value)
    {
        string? wrong = value.IndexOfAny(['"', '%', '\r', '\n']) switch
        {
            < 0 => null,
            int at when value[at] is '"' or '%' => $"the character {value[at]}",
            _ => "more than one line",
        };
        if (wrong is not null)
            throw PlaceholderErrors.NoSafeValue(place.Name, wrong, text);

        // To programs, backslashes before a quote mean half of them, and the quote itself.
        bool endsAtQuote = place.Quoting == QuotingContext.Bare || text.ElementAtOrDefault(place.End) == '"';
        string end = endsAtQuote ? new string('\\', value.Length - value.TrimEnd('\\').Length) : "";
        return place.Quoting == QuotingContext.Bare ? $"\"{value}{end}\"" : value + end;
    }
}
