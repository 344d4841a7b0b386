using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Base class for cmdlets that use a store.</summary>
public abstract class StoreCmdlet : MarianneCmdlet
{
    private protected StoreCmdlet()
    {
    }

    /// <summary>
    /// Specifies the store to use, as returned by <c>Connect-Marianne -NoDefault</c>. The default is the store that the
    /// session is connected to or, if there is none, the default file. For more information, see about_Marianne_Stores.
    /// </summary>
    /// <exception cref="MarianneException">StoreClosed: the store was disconnected.</exception>
    [Parameter]
    [ValidateNotNull]
    public MarianneStore? Store { get; set; }

    /// <summary>The store that the cmdlet uses.</summary>
    private protected MarianneStore Connected => Store ?? Connections.Current;

    /// <summary>Writes the total number of results if <c>-IncludeTotalCount</c> requests it.</summary>
    /// <param name="count">Counts the results. It is called only if the number is requested.</param>
    private protected void WriteTotal(Func<ValueTask<long>> count)
    {
        if (PagingParameters?.IncludeTotalCount == true)
            WriteObject(PagingParameters.NewTotalCount((ulong)Wait(count()), accuracy: 1));
    }

    /// <summary>Warns about stored values that could not be read.</summary>
    /// <param name="values">The values.</param>
    /// <param name="owner">The object that they belong to, such as <c>the job 'nightly'</c>.</param>
    /// <param name="consequence">A sentence that says how the values are treated.</param>
    private protected void WarnOfUnreadable(IEnumerable<UnreadableValue> values, string owner, string consequence)
    {
        foreach (UnreadableValue value in values)
            WriteWarning($"{value.Column} of {owner} could not be read: {value.Reason}. {consequence}");
    }
}
