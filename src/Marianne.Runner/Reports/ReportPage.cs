using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Marianne.History;
using Marianne.Text;

namespace Marianne.Reports;

/// <summary>
/// The page of a report: one file that needs no other. Its data are blocks of JSON, compressed, as base64, so that no text of an agent
/// can end the element that holds it.
/// </summary>
internal static class ReportPage
{
    /// <summary>Writes a page.</summary>
    /// <param name="stream">The destination. It is not closed.</param>
    /// <param name="title">The title.</param>
    /// <param name="content">The HTML that is shown without scripts, and printed.</param>
    /// <param name="blocks">The names of the blocks of data, and what writes their JSON to a stream.</param>
    public static void Write(Stream stream, string title, string content, params (string Name, Action<Stream> Write)[] blocks)
    {
        string[] template = Read().Split("[[title]]", "[[data]]", "[[static]]");
        WriteText(stream, template[0], Encode(title), template[1]);
        foreach ((string name, Action<Stream> write) in blocks)
        {
            WriteText(stream, $"<script id=\"{name}\" type=\"application/octet-stream\">");
            WriteData(stream, write);
            WriteText(stream, "</script>\n");
        }

        WriteText(stream, template[2], content, template[3]);
    }

    /// <summary>Returns a text of one line as HTML: characters that control or reorder the text are shown as codes.</summary>
    /// <param name="text">The text.</param>
    public static string Encode(string? text) => WebUtility.HtmlEncode(TerminalText.Summary(text));

    private static void WriteData(Stream stream, Action<Stream> write)
    {
        using var data = new ChunkedMemoryStream(); // A writer of JSON flushes often, and each flush would end a compressed block.
        using var base64 = new CryptoStream(stream, new ToBase64Transform(), CryptoStreamMode.Write, leaveOpen: true);
        using var zip = new GZipStream(base64, CompressionLevel.Optimal);
        write(data);
        foreach (ReadOnlyMemory<byte> chunk in data.Chunks)
            zip.Write(chunk.Span);
    }

    private static string[] Split(this string text, params string[] separators)
    {
        var parts = new List<string>();
        int at = 0;
        foreach (string separator in separators)
        {
            int found = text.IndexOf(separator, at, StringComparison.Ordinal);
            parts.Add(text[at..found]);
            at = found + separator.Length;
        }

        return [.. parts, text[at..]];
    }

    private static void WriteText(Stream stream, params string[] parts)
    {
        foreach (string part in parts)
            stream.Write(Encoding.UTF8.GetBytes(part));
    }

    private static string Read()
    {
        using Stream resource = typeof(ReportPage).Assembly.GetManifestResourceStream("report-page")!;
        using var reader = new StreamReader(resource, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
