using System.Management.Automation;
using Marianne.Errors;

namespace Marianne.Commands;

/// <summary>Completes the error codes of runs, with their meanings, and those of the newest recoveries.</summary>
public sealed class ErrorCodeCompleter() : RecoveryCompleter(recovery => recovery.ErrorCode)
{
    private protected override IEnumerable<string> KnownWords => ErrorCodes.All.Select(code => code.Code);

    private protected override CompletionResult ResultOf(string word) =>
        CompletionWord.Result(word, ErrorCodes.Find(word)?.Meaning ?? word);
}
