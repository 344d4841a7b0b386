#Requires -Version 7.4

<#
.SYNOPSIS
    Measures Watch-MarianneJob with a running job of 10,000 sheets.

.DESCRIPTION
    Watches the job in a new process with a terminal of its own, which script of util-linux gives it, while this process completes
    a sheet every 200 milliseconds. Prints how much of a core the watch takes. For Linux.

.PARAMETER Seconds
    How long the watch is measured.

.PARAMETER Sheets
    The number of sheets.

.PARAMETER Items
    Watches 10,000 items of one sheet instead.

.EXAMPLE
    ./build.ps1; ./tests/Report/Measure-Watch.ps1

    Builds the module, and measures it.

.EXAMPLE
    ./tests/Report/Measure-Watch.ps1 -Items

    Measures it with 10,000 items of one sheet.
#>
[CmdletBinding()]
param(
    [ValidateRange(1, 3600)]
    [int] $Seconds = 40,

    [ValidateRange(1, 100000)]
    [int] $Sheets = 10000,

    [switch] $Items
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$root = (Resolve-Path "$PSScriptRoot/../..").Path
$folder = (New-Item "$root/artifacts/report-watch" -ItemType Directory -Force).FullName
Remove-Item "$folder/*"
if ($Items) {
    dotnet run --configuration Release --project "$PSScriptRoot/Samples" -- $folder items.db
}

Import-Module "$root/Marianne.psd1"
$store = "$folder/$($Items ? 'items' : 'state').db"
$null = Connect-Marianne $store
if (-not $Items) {
    $null = New-MarianneJob watched $Sheets -Id watched
}

$command = "`$PID > '$folder/pid'; Import-Module '$root/Marianne.psd1'; `$null = Connect-Marianne '$store'; Watch-MarianneJob watched"
$encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($command))
$start = [Diagnostics.ProcessStartInfo]::new('script', [string[]] ('-qfc', "pwsh -NoProfile -EncodedCommand $encoded", "$folder/screen"))
$start.RedirectStandardInput = $true
$start.RedirectStandardOutput = $true
$terminal = [Diagnostics.Process]::Start($start)
$null = $terminal.StandardOutput.BaseStream.CopyToAsync([IO.Stream]::Null)

# Completes sheets for a time.
$number = $Items ? 1 : 0
function Complete-Sheet([int] $For) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    while ($watch.Elapsed.TotalSeconds -lt $For) {
        $script:number++
        $null = Start-MarianneSheet watched $script:number
        $null = Set-MarianneSheet watched $script:number -Status Completed
        Start-Sleep -Milliseconds 200
    }
}

Complete-Sheet 30 # The watch starts, and its code is compiled.
$process = Get-Process -Id (Get-Content "$folder/pid")
$before = $process.TotalProcessorTime
$time = [Diagnostics.Stopwatch]::StartNew()
Complete-Sheet $Seconds
$process.Refresh()
[pscustomobject]@{
    Sheets = (Get-MarianneJob watched).TotalSheets
    PercentOfACore = [Math]::Round(100 * ($process.TotalProcessorTime - $before) / $time.Elapsed, 1)
    MemoryMB = [Math]::Round($process.WorkingSet64 / 1MB)
    WrittenKB = [Math]::Round((Get-Item "$folder/screen").Length / 1KB)
}
$terminal.StandardInput.Write('q')
$terminal.StandardInput.Close()
$null = $terminal.WaitForExit(10000)
Disconnect-Marianne
