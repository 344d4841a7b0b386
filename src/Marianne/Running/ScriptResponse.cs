using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Net;
using System.Net.Http.Headers;
using Marianne.Files;
using Marianne.Signals;

namespace Marianne.Commands;

/// <summary>
/// Finds the response of a service in the errors of a script: that of Invoke-RestMethod, Invoke-WebRequest and the clients of .NET.
/// </summary>
/// <param name="Response">The status and the headers.</param>
/// <param name="Body">The body, as far as the error contains it.</param>
internal sealed record ScriptResponse(HttpResponse Response, string Body)
{
    private const int MostExceptions = 20;

    /// <summary>Returns the response in an error or in its causes, or <c>null</c> if there is none.</summary>
    /// <param name="error">The error.</param>
    public static ScriptResponse? Of(ErrorRecord error)
    {
        var exceptions = new Queue<Exception>([error.Exception]);
        for (int count = 0; count < MostExceptions && exceptions.TryDequeue(out Exception? exception); count++)
        {
            if (ResponseOf(exception) is { } response)
                return new ScriptResponse(response, BodyOf(error, exception));
            foreach (Exception cause in CausesOf(exception))
                exceptions.Enqueue(cause);
        }

        return null;
    }

    /// <summary>
    /// Returns the response in the error that ended a script. A script that throws a text in a <c>catch</c> block replaces the error,
    /// so then the response is in the error that was caught.
    /// </summary>
    /// <param name="error">The error that ended the script.</param>
    /// <param name="script">The text of the script, for errors that do not name a file.</param>
    /// <param name="errors">The errors of the session, the newest first.</param>
    public static ScriptResponse? OfFailure(ErrorRecord error, string script, IList? errors) =>
        Of(error) ?? (IsInCatch(error.InvocationInfo, script) ? OfCaught(errors) : null);

    private static ScriptResponse? OfCaught(IList? errors) => errors?
        .OfType<object>()
        .Select(item => item as ErrorRecord ?? (item as IContainsErrorRecord)?.ErrorRecord)
        .Skip(1) // The error that replaced it.
        .FirstOrDefault() is { } caught
            ? Of(caught)
            : null;

    private static IEnumerable<Exception> CausesOf(Exception exception)
    {
        if (exception is AggregateException { InnerExceptions: var all })
            return all;

        Exception?[] causes =
        [
            exception.InnerException,
            (exception as IContainsErrorRecord)?.ErrorRecord?.Exception is { } other && other != exception ? other : null,
        ];
        return causes.OfType<Exception>();
    }

    /// <summary>The types of PowerShell's exceptions are not known at compile time.</summary>
    private static HttpResponse? ResponseOf(Exception exception)
    {
        object? response = PSObject.AsPSObject(exception).Properties["Response"]?.Value;
        return response switch
        {
            HttpResponseMessage message => new HttpResponse(
                (int)message.StatusCode, [.. HeadersOf(message.Headers), .. HeadersOf(message.Content.Headers)]),
            HttpWebResponse web => new HttpResponse(
                (int)web.StatusCode,
                [.. web.Headers.AllKeys.Select(name => KeyValuePair.Create(name, web.Headers[name] ?? ""))]),
            _ => exception is HttpRequestException { StatusCode: { } status } ? new HttpResponse((int)status, []) : null,
        };
    }

    private static IEnumerable<KeyValuePair<string, string>> HeadersOf(HttpHeaders headers) =>
        headers.NonValidated.SelectMany(header => header.Value.Select(value => KeyValuePair.Create(header.Key, value)));

    private static string BodyOf(ErrorRecord error, Exception exception) =>
        (error.ErrorDetails ?? (exception as IContainsErrorRecord)?.ErrorRecord?.ErrorDetails)?.Message ?? "";

    private static bool IsInCatch(InvocationInfo? position, string script)
    {
        if (position is not { ScriptLineNumber: > 0 and var line, OffsetInLine: var column })
            return false;

        ScriptBlockAst? syntax = TextOf(position.ScriptName, script) is { } text ? ScriptParser.Parse(text).Script : null;
        return syntax?.Find(node => node is CatchClauseAst clause && Contains(clause.Extent), searchNestedScriptBlocks: true) is not null;

        bool Contains(IScriptExtent extent) =>
            (extent.StartLineNumber, extent.StartColumnNumber).CompareTo((line, column)) <= 0
            && (extent.EndLineNumber, extent.EndColumnNumber).CompareTo((line, column)) >= 0;
    }

    private static string? TextOf(string? file, string script)
    {
        try
        {
            return string.IsNullOrEmpty(file) ? script : RegularFile.ReadAllText(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null; // Then it is not known where the error occurred.
        }
    }
}
