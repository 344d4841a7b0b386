using System.Text.Json;

namespace Marianne.Signals;

/// <summary>A part of an output: a line of text, a JSON value, or the head of an HTTP response.</summary>
/// <param name="Text">The line; the text before the value on its line; or the status line.</param>
/// <param name="Json">The value, or <c>null</c>.</param>
/// <param name="Response">The head of the response, or <c>null</c>.</param>
/// <param name="IsWhole">Indicates whether the head ends as it should, so that the body follows.</param>
internal sealed record OutputPart(string Text, JsonElement? Json = null, HttpResponse? Response = null, bool IsWhole = true);
