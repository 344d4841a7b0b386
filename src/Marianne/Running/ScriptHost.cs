using System.Globalization;
using System.Management.Automation.Host;

namespace Marianne.Commands;

/// <summary>The non-interactive host of a script sheet. Prompts fail, and the exit code is recorded.</summary>
/// <param name="write">Receives the text that is written to the host.</param>
internal sealed class ScriptHost(Action<string> write) : PSHost
{
    /// <summary>The exit code of the script, or <c>null</c> if it did not call <c>exit</c>.</summary>
    public int? ExitCode { get; private set; }

    /// <inheritdoc/>
    public override string Name => "Marianne";

    /// <inheritdoc/>
    public override Version Version { get; } = typeof(ScriptHost).Assembly.GetName().Version!;

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override PSHostUserInterface UI { get; } = new ScriptHostUserInterface(write);

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    /// <inheritdoc/>
    public override void EnterNestedPrompt() => throw ScriptHostUserInterface.NotInteractive();

    /// <inheritdoc/>
    public override void ExitNestedPrompt() => throw ScriptHostUserInterface.NotInteractive();

    /// <inheritdoc/>
    public override void NotifyBeginApplication()
    {
        // The host has no terminal to hand over to a native program.
    }

    /// <inheritdoc/>
    public override void NotifyEndApplication()
    {
        // The host has no terminal to take back.
    }
}
