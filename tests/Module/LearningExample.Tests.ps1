# The example runbook that learns how long to wait, with real calls and real waits.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive

    # Runs the runbook in a separate PowerShell, and returns its output as objects.
    function Invoke-Runbook([string] $Arguments) {
        $xml = pwsh -NoProfile -NonInteractive -OutputFormat XML -Command "& '$root/examples/Invoke-WithLearnedWait.ps1' $Arguments"
        $LASTEXITCODE | Should -Be 0
        $xml
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'Invoke-WithLearnedWait.ps1 with the law <Law>' -ForEach @(
    @{ Law = 'Fixed'; Arguments = '-Count 4 -StaticDelay 3'; Count = 4 }
    @{ Law = 'Random'; Arguments = '-Law Random -Count 2 -StaticDelay 3'; Count = 2 }
) {
    BeforeAll {
        $output = @(Invoke-Runbook $Arguments)
        $incidents = $output | Select-Object -SkipLast 1
        $total = $output[-1]
    }

    It 'writes an object for each incident, and the totals' {
        $incidents.Incident | Should -Be (1..$Count)
        $total.Incident | Should -Be 'Total'
        $total.Closed | Should -Be ([Math]::Round(($incidents | Measure-Object Closed -Sum).Sum, 1))
        $total.Waited | Should -Be ([Math]::Round(($incidents | Measure-Object Waited -Sum).Sum, 1))
        $total.Why | Should -Match '^waited [\d.]+ times as long as necessary$'
    }

    It 'waits until the service is open' {
        $incidents | ForEach-Object { $_.Waited | Should -BeGreaterOrEqual $_.Closed }
    }

    It 'explains each wait by what is known' {
        $incidents[0].Why | Should -BeLike 'waits 3 s: no recoveries are known yet'
        $known = $Count -eq 2 ? '1 recovery was' : "$($Count - 1) recoveries were"
        $incidents[-1].Why | Should -BeLike "waits * s: * of $known done by then"
    }
}

Describe 'Invoke-WithLearnedWait.ps1 with the law OnTheHour' {
    It 'recognizes that the service opens at the full minute' {
        $output = Invoke-Runbook '-Law OnTheHour -Past 12'

        $output[0].Why | Should -Be 'waits 8 s: no recoveries are known yet'
        $output[11].Why | Should -BeLike 'waits * s: * came at this time of each minute'
        $output[12].Closed | Should -BeLessThan $output[12].Waited
    }
}

Describe 'Invoke-WithLearnedWait.ps1' {
    It 'leaves nothing behind' {
        $store = Get-MarianneStore
        $null = Invoke-Runbook '-Count 1 -StaticDelay 2'

        Get-ChildItem "$TestDrive/home" -ErrorAction Ignore | Should -BeNullOrEmpty
        Get-MarianneStore | ForEach-Object Path | Should -Be $store.Path
        Get-Job | Where-Object State -EQ Running | Should -BeNullOrEmpty
    }
}
