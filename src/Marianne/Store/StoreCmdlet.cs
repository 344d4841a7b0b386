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
    /// Specifies the store to use, as returned by <c>Connect-Marianne -NoDefault</c>, or its path. The default is the
    /// store that the session is connected to or, if there is none, the default store. For more information, see
    /// about_Marianne_Stores.
    /// </summary>
    /// <exception cref="MarianneException">
    /// StoreClosed: the store was disconnected. StoreNotFound: there is no store at the path, and the cmdlet only reads.
    /// </exception>
    [Parameter]
    [StorePath]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(StorePathCompleter))]
    public MarianneStore? Store { get; set; }

    /// <summary>The store that the cmdlet uses.</summary>
    private protected MarianneStore Connected => field ??= Store is { } store ? Existing(store) : Connections.Current;

    /// <summary>Indicates whether the cmdlet changes nothing, as all cmdlets without <c>-WhatIf</c>.</summary>
    private bool OnlyReads =>
        Attribute.GetCustomAttribute(GetType(), typeof(CmdletAttribute)) is CmdletAttribute { SupportsShouldProcess: false };

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Close(Store);
        base.Dispose(disposing);
    }

    /// <summary>Closes a store if it was opened for this command.</summary>
    private protected static void Close(MarianneStore? store)
    {
        if (store is { IsOwnedByCommand: true })
            Wait(store.CloseAsync());
    }

    // A misspelled path must not look like an empty store.
    private MarianneStore Existing(MarianneStore store)
    {
        if (store.IsOwnedByCommand && OnlyReads)
            Wait(store.Jobs.OpenAsync(mustExist: true, StopToken));
        return store;
    }

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
