# Tags: free words on a job, by which it is found.

BeforeDiscovery {
    $stores = @{ Kind = 'SQLite'; Path = 'tags.db' }, @{ Kind = 'Json'; Path = 'tags' }, @{ Kind = 'Memory'; Path = $null }
}

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    $folder = (New-Item "$TestDrive/tags" -ItemType Directory).FullName
    Push-Location $folder
}

AfterAll {
    Pop-Location
    Exit-TestSession
}

Describe 'The tags of jobs in a store of kind <Kind>' -ForEach $stores {
    BeforeAll {
        if ($Path) {
            Connect-Marianne "$folder/$Path"
        } else {
            Connect-Marianne -InMemory
        }

        $null = New-MarianneJob plain 1
        $null = New-MarianneJob first 1 -Tag ops, 'on call', OPS
        $null = New-MarianneJob second 1 -Tag 'nightly[1]'
    }

    It 'are kept, each once' {
        (Get-MarianneJob -Name first).Tag | Should -Be 'ops', 'on call'
        (Get-MarianneJob -Name plain).Tag | Should -BeNullOrEmpty
    }

    It 'find jobs that have any of them' {
        (Get-MarianneJob -Tag ops).Name | Should -Be first
        (Get-MarianneJob -Tag O*).Name | Should -Be first
        (Get-MarianneJob -Tag nothing, 'on call', 'nightly*').Name | Sort-Object | Should -Be first, second
        (Get-MarianneJob -Tag 'nightly[1]').Name | Should -Be second
        (Get-MarianneJob f* -Tag ops).Name | Should -Be first
        Get-MarianneJob s* -Tag ops | Should -BeNullOrEmpty
        Get-MarianneJob -Tag nothing | Should -BeNullOrEmpty
        (Get-MarianneJob -Tag ops, nightly* -First 1 -IncludeTotalCount)[0] | Should -Be 2
    }

    It 'are changed like other properties' {
        $job = Get-MarianneJob -Name second
        $job.Tag += 'weekly'
        $job | Save-MarianneCheckpoint
        (Get-MarianneJob -Tag weekly).Tag | Should -Be 'nightly[1]', weekly

        $job.Tag = $job.Tag -ne 'weekly'
        $job | Save-MarianneCheckpoint
        Get-MarianneJob -Tag weekly | Should -BeNullOrEmpty

        $job.Tag = $null
        ($job | Save-MarianneCheckpoint -PassThru).Tag.Count | Should -Be 0
        $job.Tag = 'nightly[1]'
        $job | Save-MarianneCheckpoint
    }

    It 'are copied and removed with the job' {
        $copies = Connect-Marianne "$folder/copies-$Kind.db" -PassThru -NoDefault
        $null = Get-MarianneJob -Name first | Copy-MarianneJob -Destination $copies
        (Get-MarianneJob -Store $copies -Tag 'on call').Tag | Should -Be ops, 'on call'
        Get-MarianneJob -Store $copies | Remove-MarianneJob -Store $copies -Confirm:$false
        Get-MarianneJob -Store $copies -Tag * | Should -BeNullOrEmpty
        Disconnect-Marianne -Store $copies
    }

    It 'complete' {
        $line = 'Get-MarianneJob -Tag n'
        (Get-Completion $line).CompletionText | Should -Be "'nightly``[1``]'"
        $line = 'Invoke-MarianneJob x.yaml -Tag o'
        (Get-Completion $line).CompletionText | Sort-Object | Should -Be "'on call'", 'ops'
        $line = 'New-MarianneJob x 1 -Tag ops, n'
        (Get-Completion $line).CompletionText | Should -Be "'nightly[1]'"
    }

    It 'are an error if they are not valid' {
        New-MarianneJob bad 1 -Tag "a`nb" -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidJob,*'
        "$failure" | Should -BeLike "Tag of the job * is not valid: 'a*b' has a control character*"
        Get-MarianneJob -Name bad -ErrorAction Ignore | Should -BeNullOrEmpty
    }
}

Describe 'The tags of a score' {
    BeforeAll {
        Connect-Marianne -InMemory
        Set-Content score.yaml @'
name: tagged
tags: [agents, "week 7"]
retry: { max_retries: 0 }
sheets:
  - command: exit 0
  - command: test -e done
'@
    }

    It 'are the tags of its jobs, with those of the command line' -Skip:$IsWindows {
        (Import-MarianneScore score.yaml).Tags | Should -Be agents, 'week 7'
        $job = Invoke-MarianneJob score.yaml -Tag mine, Agents -ErrorAction SilentlyContinue
        $job = Get-MarianneJob -Tag mine
        $job.Tag | Should -Be agents, 'week 7', mine
        $job.Status | Should -Be Failed

        $null = New-Item done
        (Invoke-MarianneJob score.yaml -Tag again).Status | Should -Be Completed
        (Get-MarianneJob -Id $job.Id).Tag | Should -Be agents, 'week 7', mine, again
    }

    It 'are the tags of a job that New-MarianneJob creates' {
        (Import-MarianneScore score.yaml | New-MarianneJob -Tag more).Tag | Should -Be agents, 'week 7', more
    }

    It 'are a problem if they are not valid' {
        @{ name = 'x'; sheets = , @{ command = 'exit 0' }; tags = 'a', '' } | ConvertTo-Json | Set-Content bad.json
        $problems = @(Test-MarianneScore bad.json -Detailed)
        $problems.Path, $problems.Message | Should -Be 'tags[1]', 'The tag is empty. Correct it.'
    }
}

Describe 'A job with tags' {
    BeforeAll {
        Connect-Marianne -InMemory
        $job = New-MarianneJob shown 1 -Tag ops, "evil`u{202E}"
    }

    It 'shows them in a list, and safely' {
        $text = $job | Format-List | Out-String
        $text | Should -Match '(?m)^Tag +: ops, evil'
        $text | Should -Not -Match "`u{202E}"
    }

    It 'keeps them through serializers' {
        ($job | ConvertTo-Json -Depth 5 | ConvertFrom-Json).Tag | Should -Be ops, "evil`u{202E}"
        ($job | ConvertTo-Csv | ConvertFrom-Csv).Tag | Should -Be "ops, evil`u{202E}"
        [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($job)).Tag |
            Should -Be ops, "evil`u{202E}"
    }
}
