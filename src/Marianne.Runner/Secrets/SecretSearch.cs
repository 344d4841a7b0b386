namespace Marianne.Secrets;

/// <summary>Finds secrets, and parts of them at the ends, in a text and in the texts that are encoded in it.</summary>
/// <param name="secrets">The values of the secrets. They are not empty.</param>
internal sealed class SecretSearch(string[] secrets)
{
    /// <summary>More encodings on top of each other than any program makes, such as a token in a file in a file.</summary>
    private const int MostLevels = 4;

    private readonly string[] _short = [.. secrets.Where(value => value.Length < PatternSet.ShortestPattern)];
    private readonly PatternSet _verbatim = new(secrets.SelectMany(SecretForms.Verbatim));
    private readonly PatternSet _canonical = new(secrets.SelectMany(SecretForms.InCanonicalText));

    /// <summary>The length of the longest form of a secret.</summary>
    public int LongestPattern => Math.Max(_verbatim.LongestPattern, _canonical.LongestPattern);

    /// <summary>Adds the parts of a text that are secrets.</summary>
    /// <param name="text">The text.</param>
    /// <param name="spans">Receives the parts.</param>
    public void AddSpansIn(ReadOnlySpan<char> text, List<TextSpan> spans)
    {
        foreach (string value in _short)
        {
            for (int at = 0; text[at..].IndexOf(value) is >= 0 and var next; at += next + value.Length)
                spans.Add(new TextSpan(at + next, at + next + value.Length));
        }

        AddLevel(text, spans, MostLevels);
    }

    /// <summary>Returns the length of the part of a secret with which a text begins.</summary>
    /// <param name="text">The text.</param>
    /// <param name="harmless">So many characters of a secret are not reported.</param>
    /// <param name="skip">The number of characters before the secret that can be the rest of an escape sequence.</param>
    public int EndIn(ReadOnlySpan<char> text, int harmless, int skip)
    {
        using var verbatim = CanonicalText.Verbatim(text);
        using var canonical = CanonicalText.Of(text);
        using var other = canonical.IsAmbiguous ? CanonicalText.Of(text, keepsLetters: true) : CanonicalText.Verbatim([]);
        return Math.Max(
            LengthIn(verbatim, _verbatim), Math.Max(LengthIn(canonical, _canonical), LengthIn(other, _canonical)));

        int LengthIn(CanonicalText searched, PatternSet patterns)
        {
            int end = 0;
            for (int first = 0; first <= Math.Min(skip, searched.Characters.Length - 1); first++)
            {
                // Only the rest of an escape sequence is skipped.
                if (searched.SpanOf(first, 1).Start <= skip
                    && patterns.EndAtBeginning(searched.Characters[first..], harmless + 1) is > 0 and var length)
                {
                    end = Math.Max(end, searched.SpanOf(first, length).End);
                }
            }

            return end;
        }
    }

    /// <summary>Returns the length of the part of a secret with which a text ends.</summary>
    /// <param name="text">The text.</param>
    /// <param name="harmless">So many characters of a secret are not reported.</param>
    /// <param name="skip">The number of characters after the secret that can be the rest of an escape sequence.</param>
    public int StartIn(ReadOnlySpan<char> text, int harmless, int skip)
    {
        using var verbatim = CanonicalText.Verbatim(text);
        using var canonical = CanonicalText.Of(text);
        using var other = canonical.IsAmbiguous ? CanonicalText.Of(text, keepsLetters: true) : CanonicalText.Verbatim([]);
        int total = text.Length;
        return Math.Max(
            LengthIn(verbatim, _verbatim), Math.Max(LengthIn(canonical, _canonical), LengthIn(other, _canonical)));

        int LengthIn(CanonicalText searched, PatternSet patterns)
        {
            int start = total;
            for (int last = searched.Characters.Length; last > 0 && searched.Characters.Length - last <= skip; last--)
            {
                if (total - searched.SpanOf(last - 1, 1).End <= skip
                    && patterns.BeginningAtEnd(searched.Characters[..last], harmless + 1) is > 0 and var length)
                {
                    start = Math.Min(start, searched.SpanOf(last - length, length).Start);
                }
            }

            return total - start;
        }
    }

    /// <summary>
    /// Returns the length of the part of a secret with which a text ends, also in the texts that are encoded in it.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="harmless">So many characters of a secret are not reported.</param>
    public int EncodedStartIn(ReadOnlySpan<char> text, int harmless) => EncodedStartIn(text, harmless, MostLevels);

    private int EncodedStartIn(ReadOnlySpan<char> text, int harmless, int levels)
    {
        int start = text.Length - StartIn(text, harmless, skip: 0);
        foreach (DecodedText decoded in levels == 1 ? [] : DecodedText.In(text))
        {
            // Up to three digits at the end wait for the next ones.
            int length = decoded.Text.Length;
            if (text.Length - decoded.SpanOf(new TextSpan(length - 1, length)).End <= Base64Reader.DigitsPerGroup
                && EncodedStartIn(decoded.Text, harmless, levels - 1) is > 0 and var part)
            {
                start = Math.Min(start, decoded.SpanOf(new TextSpan(length - part, length)).Start);
            }
        }

        return text.Length - start;
    }

    private void AddLevel(ReadOnlySpan<char> text, List<TextSpan> spans, int levels)
    {
        using var verbatim = CanonicalText.Verbatim(text);
        AddAll(verbatim, _verbatim);
        if (_canonical.IsEmpty)
            return;

        using var canonical = CanonicalText.Of(text);
        AddAll(canonical, _canonical);
        if (canonical.IsAmbiguous)
        {
            using var other = CanonicalText.Of(text, keepsLetters: true);
            AddAll(other, _canonical);
        }

        foreach (DecodedText decoded in levels == 1 ? [] : DecodedText.In(text))
        {
            List<TextSpan> inner = [];
            AddLevel(decoded.Text, inner, levels - 1);
            spans.AddRange(inner.Select(decoded.SpanOf));
        }

        void AddAll(CanonicalText searched, PatternSet patterns)
        {
            for (int from = 0; patterns.Find(searched.Characters, from) is { Length: > 0 } found; from = found.Index + 1)
                spans.Add(searched.SpanOf(found.Index, found.Length));
        }
    }
}
