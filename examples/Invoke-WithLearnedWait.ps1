#Requires -Version 7.4

<#
.SYNOPSIS
    Calls a service with a limit, and learns when it can be called again.

.DESCRIPTION
    The script starts a service on this machine that accepts one call. The next call is rejected with the status 429, and so are all
    others until the service opens again. When it does, is hidden: there is no Retry-After header. The script waits with
    Wait-LearnedRecovery, which learns from each attempt, so that the waits come closer to what is possible.

    What is learned is kept in memory, so that each run of the script starts from nothing. A runbook leaves out -Store: then all
    runbooks and jobs of the machine learn from each other.

    With the law OnTheHour, an hour takes a minute: the service opens when a minute is full. A clock is recognized after several
    minutes, so only the last incident is a real one. Those before it are computed, as if they had happened in the last minutes.

.PARAMETER Law
    When the service opens again: after a Fixed time, after a Random time, or OnTheHour. The default is Fixed.

.PARAMETER Count
    The number of incidents, from 1 to 1000. The default is 12.

.PARAMETER Past
    The number of incidents that are computed and not waited for. The default is 0, or all but one with the law OnTheHour.

.PARAMETER StaticDelay
    The delay in seconds that is assumed while nothing is learned, from 1 to 3600. The default is 8.

.EXAMPLE
    ./examples/Invoke-WithLearnedWait.ps1

    Waits for the ends of twelve incidents. The first wait is a guess, the last ones are learned.

.EXAMPLE
    ./examples/Invoke-WithLearnedWait.ps1 -Law OnTheHour

    Waits for a service that can be called again at the full minute.

.OUTPUTS
    An object for each incident: its number, how many seconds the service was closed, how many seconds the script waited, the number
    of failed attempts, and the reason of the first wait. The last object contains the totals.
#>
[CmdletBinding()]
param(
    [ValidateSet('Fixed', 'Random', 'OnTheHour')]
    [string] $Law = 'Fixed',

    [ValidateRange(1, 1000)]
    [int] $Count = 12,

    [ValidateRange(0, 1000)]
    [int] $Past = $Law -eq 'OnTheHour' ? $Count - 1 : 0,

    [ValidateRange(1, 3600)]
    [double] $StaticDelay = 8
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue' # Invoke-RestMethod shows each byte.
Import-Module "$PSScriptRoot/../Marianne.psd1"
Update-FormatData -PrependPath "$PSScriptRoot/learned-wait/Incident.Format.ps1xml"

# When the service opens, in seconds after an incident began. Only the service knows.
$opening = switch ($Law) {
    'Fixed' { { 2 } }
    'Random' { { 1 + 2 * [Random]::Shared.NextDouble() } }
    'OnTheHour' { { param($Began) 60 - $Began.TimeOfDay.TotalSeconds % 60 } }
}

# A failed attempt costs one second here. The default is 30.
$wait = @{ ErrorCode = 'E101'; Service = 'example'; StaticDelay = $StaticDelay; Penalty = 1 }

# Starts a service at a free port of this machine. It runs until its listener is stopped.
function Start-ExampleService {
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $job = Start-ThreadJob {
        $opening = [scriptblock]::Create($using:opening)
        $listener = $using:listener
        $closed = 0 # The seconds of the current incident; 0 if a call is accepted.
        $opens = [datetime]::MinValue
        while ($true) {
            $client = $listener.AcceptTcpClient()
            $reader = [IO.StreamReader]::new($client.GetStream())
            while ($reader.ReadLine()) {
                continue # A request ends with an empty line.
            }

            $now = [datetime]::UtcNow
            if (-not $closed) {
                $closed = & $opening $now
                $opens = $now.AddSeconds($closed)
            }

            $status, $body = $now -lt $opens ? ('429 Too Many Requests', '') : ('200 OK', "$closed")
            if ($now -ge $opens) {
                $closed = 0
            }

            $answer = "HTTP/1.1 $status`r`nContent-Length: $($body.Length)`r`nConnection: close`r`n`r`n$body"
            $client.GetStream().Write([Text.Encoding]::ASCII.GetBytes($answer))
            $client.Dispose()
        }
    }
    @{ Listener = $listener; Job = $job; Uri = "http://$($listener.LocalEndpoint)/" }
}

function Write-Incident($Number, [double] $Closed, [double] $Waited, [int] $FailedAttempts, [string] $Why) {
    [pscustomobject] @{
        PSTypeName = 'LearnedWait.Incident'
        Incident = $Number
        Closed = [Math]::Round($Closed, 1)
        Waited = [Math]::Round($Waited, 1)
        FailedAttempts = $FailedAttempts
        Why = $Why
    }
}

# Waits for the end of an incident.
function Wait-Incident([int] $Number, [uri] $Uri) {
    $call = { Invoke-RestMethod $Uri -NoProxy }
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $why = ''
    try {
        $closed = & $call
    } catch {
        $why = (Get-LearnedWaitTime @wait -Since (Get-Date) -Store $store).Why
        $closed = Wait-LearnedRecovery @wait $call -Store $store
    }

    $waited = $watch.Elapsed.TotalSeconds
    $attempts = @(Get-LearnedRecovery E101 -Store $store)
    $failed = @($attempts | Where-Object { -not $_.Recovered -and $_.Incident -eq $attempts[0].Incident }).Count
    Write-Incident $Number -Closed $closed -Waited $waited -FailedAttempts $failed -Why $why
}

# Computes an incident of the past: the plan of each attempt, and what it would have shown.
function Add-PastIncident([int] $Number, [datetime] $Since) {
    $closed = & $opening $Since.ToUniversalTime()
    $waited = $failed = 0
    $why = ''
    while ($true) {
        $next = Get-LearnedWaitTime @wait -Since $Since -Waited $waited -FailedTries $failed -Store $store
        $why = $why ? $why : $next.Why
        $waited = $next.Total.TotalSeconds
        $isOpen = $waited -ge $closed
        $attempt = @{ ErrorCode = $wait.ErrorCode; Service = $wait.Service; Incident = "past $Number"; Since = $Since }
        Add-LearnedRecovery @attempt -ActualWait $waited -Recovered $isOpen -Store $store -Confirm:$false
        if ($isOpen) {
            return Write-Incident $Number -Closed $closed -Waited $waited -FailedAttempts $failed -Why $why
        }

        $failed++
    }
}

$now = Get-Date
$minute = $now.Date.AddMinutes([Math]::Floor($now.TimeOfDay.TotalMinutes))
$store = Connect-Marianne -InMemory -NoDefault
$service = Start-ExampleService
try {
    1..$Count | ForEach-Object {
        if ($_ -le $Past) {
            # The incidents begin at different seconds of their minutes, the same ones in each run.
            Add-PastIncident $_ $minute.AddMinutes(2 * ($_ - $Count)).AddSeconds(23 * $_ % 60)
        } else {
            Wait-Incident $_ $service.Uri
        }
    } | Tee-Object -Variable incidents

    $sum = @{ Number = 'Total' }
    foreach ($name in 'Closed', 'Waited', 'FailedAttempts') {
        $sum[$name] = ($incidents | Measure-Object $name -Sum).Sum
    }

    Write-Incident @sum -Why "waited $([Math]::Round($sum.Waited / $sum.Closed, 2)) times as long as necessary"
} finally {
    $service.Listener.Stop()
    Remove-Job $service.Job -Force
    Disconnect-Marianne $store
}
