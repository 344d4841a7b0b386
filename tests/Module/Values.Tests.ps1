# Values at the prompt: JSON as objects, times as local times, and the same values in another session.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    Connect-Marianne "$TestDrive/values.db"
}

AfterAll {
    Exit-TestSession
}

Describe 'A configuration' {
    It 'is returned as an object' {
        $config = [ordered]@{
            text = "Grüße`n"; whole = 7; large = 12345678901; real = 0.5; yes = $true; none = $null
            list = 1, 'two', @{ three = 3 }; map = @{ a = @{ b = 'c' } }; when = [datetime]'2026-03-01'
        }
        $null = New-MarianneJob -Id config -TotalSheets 1 -Config $config
        $read = (Get-MarianneJob config).ConfigSnapshot
        $read | Should -BeOfType pscustomobject
        $read.text | Should -Be "Grüße`n"
        $read.whole, $read.large, $read.real | Should -Be 7, 12345678901, 0.5
        $read.yes | Should -BeTrue
        $read.none | Should -BeNullOrEmpty
        $read.list[1] | Should -Be two
        $read.list[2].three | Should -Be 3
        $read.map.a.b | Should -Be c
    }

    It 'has the same hash in any order and form' {
        $hashes = @{ a = 1; b = @{ c = 2; d = 3 } }, '{ "b": {"d": 3, "c": 2}, "a": 1 }', [pscustomobject]@{ a = 1; b = [ordered]@{ d = 3; c = 2 } } |
            ForEach-Object { (New-MarianneJob order 1 -Config $_).ConfigHash }
        $hashes | Select-Object -Unique | Should -HaveCount 1

        # The first 16 digits of the SHA-256 of {"a":1,"b":{"c":2,"d":3}}.
        $bytes = [Text.Encoding]::UTF8.GetBytes('{"a":1,"b":{"c":2,"d":3}}')
        $sha = [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($bytes)).ToLowerInvariant()
        $hashes[0] | Should -Be $sha.Substring(0, 16)
    }

    It 'rejects <Because>' -ForEach @(
        @{ Because = 'a value that contains itself'; Make = { $map = @{}; $map.self = $map; $map } }
        @{ Because = 'a value that is nested too deeply'; Make = { $map = @{}; 1..70 | ForEach-Object { $map = @{ in = $map } }; $map } }
        @{ Because = 'a text that is nested too deeply'; Make = { '{"a":' * 70 + '1' + '}' * 70 } }
        @{ Because = 'a text that is not JSON'; Make = { '{ not' } }
        @{ Because = 'JSON that is not an object'; Make = { '[1]' } }
        @{ Because = 'a list'; Make = { , @(1, 2) } }
        @{ Because = 'NaN'; Make = { @{ a = [double]::NaN } } }
        @{ Because = 'a secure string'; Make = { @{ a = [securestring]::new() } } }
    ) {
        New-MarianneJob -Id refused -TotalSheets 1 -Config (& $Make) -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidParameter,*'
        Get-MarianneJob refused* | Should -BeNullOrEmpty
    }

    It 'can have 64 levels' {
        $map = @{ end = 1 }
        1..63 | ForEach-Object { $map = @{ in = $map } }
        { New-MarianneJob deep 1 -Config $map } | Should -Not -Throw
    }

    It 'keeps keys that differ only in case, and an empty key' {
        $read = (New-MarianneJob case 1 -Config '{"a": 1, "A": 2, "": 3}').ConfigSnapshot
        $read['a'], $read['A'], $read[''] | Should -Be 1, 2, 3
    }
}

Describe 'Properties that can be set' {
    BeforeAll {
        $job = New-MarianneJob -Id properties -TotalSheets 1
    }

    It 'accept JSON as <Kind>' -ForEach @(
        @{ Kind = 'a hashtable'; Value = @{ a = 1 } }
        @{ Kind = 'an object'; Value = [pscustomobject]@{ a = 1 } }
        @{ Kind = 'text'; Value = '{"a": 1}' }
    ) {
        $job.ConfigSnapshot = $Value
        $job.Sheets[0].OutcomeData = $Value
        $job | Save-MarianneCheckpoint
        $read = Get-MarianneJob properties
        $read.ConfigSnapshot.a | Should -Be 1
        $read.Sheets[0].OutcomeData.a | Should -Be 1
    }

    It 'accept null' {
        $job.ConfigSnapshot = $null
        $job.StartedAt = $null
        $job | Save-MarianneCheckpoint
        (Get-MarianneJob properties).ConfigSnapshot | Should -BeNullOrEmpty
    }

    It 'accept a local time, and seconds' {
        $time = [datetime]'2026-03-01 12:00'
        $job.StartedAt = $time
        $job.Sheets[0].ExecutionDuration = 300
        $job | Save-MarianneCheckpoint
        $read = Get-MarianneJob properties
        $read.StartedAt | Should -Be $time
        $read.StartedAt.Kind | Should -Be Local
        $read.Sheets[0].ExecutionDuration | Should -Be ([timespan]::FromMinutes(5))
    }

    It 'reject values that are not JSON' {
        { $job.ConfigSnapshot = 7 } | Should -Throw '*cannot be stored as JSON*'
    }
}

Describe 'A job in another session' {
    BeforeAll {
        $null = New-MarianneJob -Id remote -TotalSheets 2 -Config @{ a = @{ b = @{ c = @{ d = 'deep' } } } }
        Set-MarianneSheet remote 1 Failed -ErrorMessage 'why' -OutcomeData @{ x = @{ y = 1 } } -Duration 1.5
        $live = Get-MarianneJob remote
        $values = Start-Job -ArgumentList $root, "$TestDrive/values.db" {
            Import-Module "$($args[0])/Marianne.psd1"
            Connect-Marianne $args[1]
            Get-MarianneJob remote
        } | Receive-Job -Wait -AutoRemoveJob
    }

    It 'keeps its values' {
        foreach ($property in 'Id', 'Name', 'TotalSheets', 'CreatedAt', 'UpdatedAt', 'TotalRetryCount') {
            $values.$property | Should -Be $live.$property -Because $property
        }

        "$($values.Status)" | Should -Be $live.Status
        $values.UpdatedAt | Should -BeOfType datetime
        $values.ConfigSnapshot.a.b.c.d | Should -Be deep
        $values.Sheets.Count | Should -Be 2
        $values.Sheets[0].ErrorMessage | Should -Be why
        $values.Sheets[0].OutcomeData.x.y | Should -Be 1
        $values.Sheets[0].ExecutionDuration.TotalSeconds | Should -Be 1.5
        $values.Progress.Total | Should -Be 2
    }

    It 'has the same view' {
        $clean = { $args[0] | Format-Table -View Marianne.Job | Out-String -Width 120 }
        & $clean $values | Should -Be (& $clean $live)
    }

    It 'selects the job in the store' {
        ($values | Get-MarianneJob).GetType().Name | Should -Be Job
        ($values.Sheets[0] | Get-MarianneSheet).Number | Should -Be 1
    }

    It 'cannot be saved' {
        $values | Save-MarianneCheckpoint -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NotLiveObject,*'
        $failure[0].Exception.Message | Should -BeLike '*Load it again by id*'
    }
}

Describe 'A file of another implementation' {
    BeforeAll {
        $file = (Copy-Item "$root/tests/fixtures/peer/json-state" "$TestDrive/peer" -Recurse -PassThru)[0].FullName
        Connect-Marianne $file
        $foreign = (Get-ChildItem $file -Filter *.json)[0]
        $state = Get-Content $foreign -Raw | ConvertFrom-Json
        (Get-Content $foreign) -replace '^  "status": "\w+"', '  "status": "singing"' | Set-Content $foreign
    }

    AfterAll {
        Disconnect-Marianne
    }

    It 'shows an unknown status unchanged, with a warning' {
        $job = Get-MarianneJob $state.job_id -WarningVariable warning -WarningAction SilentlyContinue
        $job.Status | Should -Be Unknown
        $job | Out-String | Should -Match 'singing'
        "$warning" | Should -BeLike "*status*'$($state.job_id)'*"
    }
}

Describe 'A duration without quotes' {
    It 'is a number of days if it ends in d or D, which PowerShell takes for a decimal number' {
        (Get-LearnedWaitTime E101 -StaticDelay 7d).Delay | Should -Be ([timespan]::FromDays(7))
        (Get-LearnedWaitTime E101 -StaticDelay 7D).Delay | Should -Be ([timespan]::FromDays(7))
        (Get-LearnedWaitTime E101 -StaticDelay '7D').Delay | Should -Be ([timespan]::FromDays(7))
        (Get-LearnedWaitTime E101 -StaticDelay 1.5d).Delay | Should -Be ([timespan]::FromHours(36))
    }

    It 'is a number of seconds if it is a decimal value' {
        $seconds = 7d
        (Get-LearnedWaitTime E101 -StaticDelay $seconds).Delay | Should -Be ([timespan]::FromSeconds(7))
        (Get-LearnedWaitTime E101 -StaticDelay ([decimal] 7)).Delay | Should -Be ([timespan]::FromSeconds(7))
    }
}

Describe 'A duration that is too long' {
    It 'is refused by <_>' -ForEach 'Set-MarianneSheet', 'Add-MarianneExecution' {
        $arguments = @{ JobId = 'toolong'; Duration = [timespan]::MaxValue }
        $arguments += $_ -eq 'Set-MarianneSheet' ? @{ Number = 1; Status = 'Completed' } : @{ SheetNumber = 1 }
        { & $_ @arguments } | Should -Throw '*not a valid duration, because it is too long to be stored. Specify at most 922337203684 seconds.*'
    }

    It 'is read back up to the limit' {
        $null = New-MarianneJob -Id toolong -TotalSheets 1
        Set-MarianneSheet toolong 1 Completed -Duration 922337203684
        (Get-MarianneSheet toolong 1).ExecutionDuration.TotalSeconds | Should -Be 922337203684
    }
}
