using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>What every cmdlet that uses a store shares: which one it is.</summary>
public abstract class StoreCmdlet : MarianneCmdlet
{
    private protected StoreCmdlet()
    {
    }

    /// <summary>
    /// The store to use, as <c>Connect-Marianne -NoDefault</c> writes it. Default: the one that the session is
    /// connected to, else the default files in <c>~/.marianne</c>.
    /// </summary>
    /// <exception cref="MarianneException">StoreClosed: it was closed.</exception>
    [Parameter]
    [ValidateNotNull]
    public MarianneStore? Store { get; set; }

    /// <summary>The store that is used.</summary>
    private protected MarianneStore Connected => Store ?? Connections.Current;
}
