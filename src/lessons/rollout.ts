import type { Lesson } from './lesson.ts'

/** The flagship: create a Deployment, give it a new image, take that back. */
export const rollout: Lesson = {
  id: 'rollout',
  scenario: 'rollout',
  seed: 7,
  chapters: [
    { id: 'A', command: 'kubectl create deployment httpd-app --image=httpd --replicas=2', hops: [], predictions: [] },
    { id: 'B', command: 'kubectl set image deployment/httpd-app httpd=httpd:2.4', hops: [], predictions: [] },
    { id: 'C', command: 'kubectl rollout undo deployment/httpd-app', hops: [], predictions: [] },
  ],
  goals: [
    { id: 'ready', condition: { is: 'pods-ready', namespace: 'default', selector: 'app=httpd-app', count: 2 } },
    { id: 'never', condition: { is: 'never-fewer-ready', namespace: 'default', selector: 'app=httpd-app', count: 2, since: 'first-ready' } },
    { id: 'two-replicasets', condition: { is: 'replicasets', namespace: 'default', selector: 'app=httpd-app', count: 2 } },
  ],
}
